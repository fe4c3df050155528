export type Sample = {
    readonly name: string;
    readonly labels: Record<string, string>;
    value: number;
};
export type Family = {
    readonly name: string;
    readonly type: string;
    help: string;
    unit: string;
    readonly samples: Sample[];
};
/** @throws Error that names the line and the rule. */
export declare function parseMetrics(text: string, form: 'prometheus' | 'openmetrics'): Map<string, Family>;
