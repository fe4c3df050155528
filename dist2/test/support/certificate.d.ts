export type Certificate = {
    readonly certFile: string;
    readonly keyFile: string;
    readonly pem: string;
};
/** @param folder where the two files are written. */
export declare function makeCertificate(folder: string): Certificate;
