import { type Center, type FromHttpOptions, type Station } from '../../src/index.js';
export type Adopted = {
    readonly center: Center;
    /** Calls the application. */
    readonly caller: Station;
    readonly failures: unknown[];
    close(): Promise<void>;
};
/** Opens a center and attaches an application to it. */
export declare function adopt(app: unknown, options?: FromHttpOptions): Promise<Adopted>;
