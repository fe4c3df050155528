/** @throws AssertionError that names the place and the rule. */
export declare function checkOpenApi(document: unknown): void;
