/** Told of a call's outcome. Of a promise there is no mark. */
export type Told = (outcome: unknown, mark: unknown) => void;
/** A callback that throws must not end the poll that called it. */
export declare function tell(told: Told, outcome: unknown, mark: unknown): void;
/** The same, not in this turn of the code that calls: nobody expects a callback before the call has returned. */
export declare function tellSoon(told: Told, outcome: unknown, mark: unknown): void;
