import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { JsonSchema } from './route-docs.js';
/**
 * Checks a value.
 *
 * @returns the schema's output, which may differ from the input (defaults, conversions).
 * @throws CenterError with `code`; details are the issues: message and path of each.
 */
export declare function validate(schema: StandardSchemaV1, value: unknown, code: 'ERR_BAD_BODY' | 'ERR_BAD_REPLY', route: string): Promise<unknown>;
/**
 * JSON Schema text for the documentation: what the author wrote, else what the schema tells of itself (Standard JSON
 * Schema, https://standardschema.dev/json-schema).
 *
 * @param side what goes in (requests), or what comes out after defaults and conversions (replies).
 * @returns '' when nobody can tell: the route works all the same, and its documentation says less.
 */
export declare function describeSchema(schema: StandardSchemaV1 | undefined, side: 'input' | 'output', written: JsonSchema | undefined): string;
