export type SettingValue = string | number | boolean | readonly string[];
/** @returns the rule that the value breaks, as a sentence without an end; null when it is fine. */
type Rule<Value> = (value: Value) => string | null;
export type SettingKind = {
    readonly type: 'text';
    readonly rule: Rule<string>;
} | {
    readonly type: 'whole';
    readonly min: number;
    readonly max: number;
    readonly isPowerOfTwo: boolean;
} | {
    readonly type: 'choice';
    readonly choices: readonly string[];
} | {
    readonly type: 'switch';
}
/** In text, commas hold the items apart. */
 | {
    readonly type: 'list';
    readonly itemRule: Rule<string>;
    readonly rule: Rule<readonly string[]>;
};
/** A value that was taken, or the rule that it breaks. */
export type Reading = {
    readonly ok: true;
    readonly value: SettingValue;
} | {
    readonly ok: false;
    readonly rule: string;
};
/** Reads a value as it stands in a flag or a variable. */
export declare function readText(kind: SettingKind, text: string): Reading;
/** Reads a value as it stands in a file or in options. */
export declare function readValue(kind: SettingKind, value: unknown): Reading;
/** `https://example.org`, with a port where it is not the usual one; nothing behind it. */
export declare function brokenOriginRule(text: string): string | null;
/** An address or a block of addresses, `10.0.0.0/8`. */
export declare function brokenBlockRule(text: string): string | null;
/** `/prefix=folder`. */
export declare function brokenMountRule(text: string): string | null;
export {};
