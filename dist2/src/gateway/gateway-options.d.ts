import type { HttpLimits } from '../http/http-server.js';
import type { StaticMount } from './static-files.js';
/** PEM files. */
export type TlsFiles = {
    readonly certFile: string;
    readonly keyFile: string;
};
/** Certificate and key as PEM text. */
export type TlsTexts = {
    readonly cert: string;
    readonly key: string;
};
/** The HTTP gateway; what is absent has the default of docs/CONFIG.md. */
export type HttpOptions = {
    /** `host:port`, or `off`; port 0 takes any. Beyond loopback only with tls, or behind a proxy that trustProxy names. */
    readonly address?: string;
    readonly engine?: 'auto' | 'uws' | 'node';
    /** Threads, 1 to 64. */
    readonly workers?: number;
    readonly tls?: TlsFiles;
    /** Origins, or `micro` alone. */
    readonly cors?: readonly string[];
    /** Addresses and blocks of addresses. */
    readonly trustProxy?: readonly string[];
    /** Each `/prefix=folder`. */
    readonly static?: readonly string[];
    /** `off`, `stderr`, or a file. */
    readonly accessLog?: string;
    readonly bodyBytesMax?: number;
    /** Of a call whose request names none. */
    readonly timeoutMs?: number;
    readonly compress?: boolean;
    readonly headBytesMax?: number;
    readonly headTimeoutMs?: number;
    readonly bodyTimeoutMs?: number;
    readonly idleTimeoutMs?: number;
    readonly writeTimeoutMs?: number;
    readonly connectionsMax?: number;
    readonly connectionsPerAddressMax?: number;
};
/** Complete and checked; goes to threads as it is. */
export type ResolvedHttpOptions = Required<Omit<HttpOptions, 'address' | 'tls' | 'static'>> & {
    readonly address: {
        readonly host: string;
        readonly port: number;
    };
    readonly tls: TlsTexts | null;
    /** Both files of {@link tls}, for engines that read them themselves. */
    readonly tlsFiles: TlsFiles | null;
    readonly static: readonly StaticMount[];
};
/** The bounds of the engine among the options. */
export declare function limitsOf(options: ResolvedHttpOptions): HttpLimits;
/** True where requests of strangers arrive: from other machines, or through a proxy. The engine `auto` looks at it. */
export declare function isExposed({ address, trustProxy }: ResolvedHttpOptions): boolean;
