import type { Gates } from '../data/admission.js';
import type { Registry } from './registry.js';
export declare class LimitsBook {
    #private;
    constructor(gates: Gates, registry: Registry);
    /**
     * Limits a route.
     *
     * @param perSecond calls in each window of a second, 0 … 2^31 - 2; undefined lifts the limit.
     * @throws CenterError ERR_BAD_ARGUMENT.
     */
    setLimit(route: string, perSecond: number | undefined): void;
    /** Whether a limit holds for a route. */
    isLimited(route: string): boolean;
    isBreakerOpen(route: string): boolean;
    /** Opens the breaker of a route, or closes it. */
    setBreaker(route: string, isOpen: boolean): void;
    /** Sets the words of a route whose id is new. One that is known keeps what is left of its window. */
    applyTo(route: string): void;
    close(): void;
}
