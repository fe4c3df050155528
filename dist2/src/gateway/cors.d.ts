import type { HttpRequest } from '../http/http-server.js';
/** Origins that may call; `micro` alone is the set of that system; none: no cross-origin request gets a permission. */
export type CorsSetting = readonly string[];
export declare class Cors {
    #private;
    constructor(setting: CorsSetting);
    /** True when answers depend on the Origin field. */
    get isOn(): boolean;
    /** True when the operator named the origins one by one, so that what they may do is wanted. */
    get isListed(): boolean;
    /** True for an origin whose pages may call. */
    allows(origin: string): boolean;
    /**
     * Fields of the answer to a request that asks for a permission before the real one is sent.
     *
     * @returns null when the request is no such thing; without permission the fields hold none.
     */
    preflight(request: HttpRequest): readonly string[] | null;
    /** Fields that an answer gets. */
    fieldsFor(origin: string | undefined): readonly string[];
    /** Micro answers every OPTIONS with 200 and no body, others with 204. */
    get preflightStatus(): number;
}
