import { type FamilyName } from './metric-families.js';
export type MetricsForm = 'prometheus' | 'openmetrics';
export declare const kContentTypes: Readonly<Record<MetricsForm, string>>;
/** Label names and values; values are any text. */
export type Labels = Readonly<Record<string, string>>;
/** Calls below each bound, all of them, and the sum of what was measured. */
export type Histogram = {
    readonly below: readonly number[];
    readonly count: number;
    readonly sum: number;
};
export declare class MetricsText {
    #private;
    constructor(form: MetricsForm);
    /** Begins a family; its samples follow at once, and once only, as both forms want it. */
    family(name: FamilyName): this;
    /** One sample of a counter or a gauge. */
    sample(value: number, labels?: Labels): this;
    /** The samples of one histogram. @param bounds upper bounds in the family's unit, as text, without the infinite one. */
    histogram(bounds: readonly string[], { below, count, sum }: Histogram, labels: Labels): this;
    /** The whole text. */
    end(): string;
}
