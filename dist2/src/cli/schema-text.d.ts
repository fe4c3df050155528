/** @param schema JSON text of a JSON schema; anything else is `{}`. */
export declare function valueText(schema: unknown): string;
