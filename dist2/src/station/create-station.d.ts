import { fromHttp } from './adapters/from-http.js';
import { Station, type StationOptions } from './station.js';
type CreateStation = {
    /** Makes a station; it joins nothing by itself. @throws CenterError ERR_BAD_ARGUMENT. */
    (options: StationOptions): Station;
    readonly fromHttp: typeof fromHttp;
};
/** Makes a station; `createStation.fromHttp(app)` makes one of an HTTP application that exists already. */
export declare const createStation: CreateStation;
export {};
