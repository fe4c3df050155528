export type TlsFiles = {
    readonly certFile: string;
    readonly keyFile: string;
};
export type TlsPair = {
    readonly cert: string;
    readonly key: string;
};
/** @throws CenterError ERR_BAD_ARGUMENT when a file cannot be read, is not PEM, or the two do not fit. */
export declare function readTlsPair(files: TlsFiles): TlsPair;
