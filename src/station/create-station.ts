// The public door to stations: made by hand, or of an HTTP application.

import { fromHttp } from './adapters/from-http.js'
import { Station, type StationOptions } from './station.js'

type CreateStation = {
  /** Makes a station; it joins nothing by itself. @throws CenterError ERR_BAD_ARGUMENT. */
  (options: StationOptions): Station
  readonly fromHttp: typeof fromHttp
}

/** Makes a station; `createStation.fromHttp(app)` makes one of an HTTP application that exists already. */
export const createStation: CreateStation = Object.assign(
  (options: StationOptions) => new Station(options),
  { fromHttp },
)
