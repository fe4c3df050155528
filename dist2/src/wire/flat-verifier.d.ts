/** What may stand in one field of a table. */
export type FlatField = {
    readonly kind: 'number';
    readonly bytes: 1 | 2 | 4;
} | {
    readonly kind: 'text';
    readonly bytesMax: number;
    readonly isRequired: boolean;
} | {
    readonly kind: 'table';
    readonly layout: FlatLayout;
} | {
    readonly kind: 'tables';
    readonly layout: FlatLayout;
    readonly countMax: number;
} | {
    readonly kind: 'numbers';
    readonly countMax: number;
};
/** A table: its fields by name, in the order of the schema. Layouts never contain themselves. */
export type FlatLayout = {
    readonly name: string;
    readonly fields: Readonly<Record<string, FlatField>>;
};
/** A message whose root holds one union: the layouts of its types, the first one being type 1. */
export type FlatUnionRoot = {
    readonly identifier: string;
    readonly layouts: readonly FlatLayout[];
};
/**
 * Checks a whole message.
 *
 * @param bytes any bytes. Costs time in proportion to their number and allocates nothing that grows with them.
 * @param root what the message should be.
 * @throws CenterError ERR_PROTOCOL naming the first broken rule.
 */
export declare function verifyFlatMessage(bytes: Uint8Array, root: FlatUnionRoot): void;
