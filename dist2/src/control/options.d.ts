import { type LogLevel } from '../base/logger.js';
import type { HttpOptions, ResolvedHttpOptions, TlsFiles, TlsTexts } from '../gateway/gateway-options.js';
import { type LaneMode } from './settings.js';
export type CenterOptions = {
    /** Name of the center; its pipe has the same name. 1 to 64 letters, digits, dots, dashes, underscores. Default `default`. */
    readonly name?: string;
    /** Folder for what outlives the process; made with mode 0700 when it is missing. Default, and `off`: nothing outlives it. */
    readonly dataDir?: string;
    /** Absolute path of the pipe. Default: see docs/CONFIG.md. */
    readonly pipe?: string;
    /** `host:port` for remote stations; port 0 takes any. Default: off. Beyond loopback only with token and tls. */
    readonly stationAddress?: string;
    /** What remote stations must name. */
    readonly token?: string;
    /** Certificate for the station address. */
    readonly tls?: TlsFiles;
    /** Data bytes of each ring, a power of two from 65,536 to 268,435,456. Default 1,048,576. */
    readonly ringBytes?: number;
    /** `auto`: a caller that calls one path often gets a lane to its station; `off`: every call passes the center. Default `auto`. */
    readonly lanes?: LaneMode;
    /** What goes to stderr. Default `warn`. */
    readonly log?: LogLevel;
    /** Account admin with the secret micro, stored nowhere; nothing may listen beyond loopback. Default false. */
    readonly dev?: boolean;
    /** The HTTP gateway. Absent: there is none. */
    readonly http?: HttpOptions;
};
type HostPort = {
    readonly host: string;
    readonly port: number;
};
/** Complete and checked. */
export type ResolvedCenterOptions = {
    readonly name: string;
    readonly dataDir: string | null;
    readonly pipe: string;
    readonly station: HostPort | null;
    readonly token: string | null;
    readonly tls: TlsTexts | null;
    readonly ringBytes: number;
    readonly lanes: LaneMode;
    readonly log: LogLevel;
    readonly dev: boolean;
    readonly http: ResolvedHttpOptions | null;
};
/** @throws CenterError ERR_BAD_ARGUMENT or ERR_UNSAFE_ADDRESS that names the value and the rule. */
export declare function resolveCenterOptions(options: CenterOptions): ResolvedCenterOptions;
/**
 * Options of a gateway that is started away from its center.
 *
 * @throws CenterError ERR_BAD_ARGUMENT or ERR_UNSAFE_ADDRESS that names the value and the rule.
 */
export declare function resolveHttpOptions(options: HttpOptions): ResolvedHttpOptions;
export {};
