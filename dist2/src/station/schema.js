// Schemas of requests and replies: whatever follows the Standard Schema interface (https://standardschema.dev), so
// that a service keeps the library it knows and its types flow into handlers and callers.
import { centerError } from '../base/errors.js';
/**
 * Checks a value.
 *
 * @returns the schema's output, which may differ from the input (defaults, conversions).
 * @throws CenterError with `code`; details are the issues: message and path of each.
 */
export async function validate(schema, value, code, route) {
    const result = await schema['~standard'].validate(value);
    if (result.issues === undefined)
        return result.value;
    const issues = result.issues.map((issue) => ({
        message: issue.message,
        path: (issue.path ?? []).map(pathPart),
    }));
    const [first] = issues;
    const where = first === undefined || first.path.length === 0 ? '' : ` at ${first.path.join('.')}`;
    throw centerError(code, { route, rule: `${first?.message ?? 'it does not fit'}${where}` }, issues);
}
/**
 * What JSON Schema has no word for (a Date, the output of a conversion) becomes "anything", so that one field does not cost the
 * rest of its schema: zod knows `unrepresentable`, valibot `errorMode`, arktype does so by itself.
 */
const kConversion = {
    target: 'draft-2020-12',
    libraryOptions: { unrepresentable: 'any', errorMode: 'ignore' },
};
/**
 * JSON Schema text for the documentation: what the author wrote, else what the schema tells of itself (Standard JSON
 * Schema, https://standardschema.dev/json-schema).
 *
 * @param side what goes in (requests), or what comes out after defaults and conversions (replies).
 * @returns '' when nobody can tell: the route works all the same, and its documentation says less.
 */
export function describeSchema(schema, side, written) {
    if (written !== undefined)
        return JSON.stringify(written);
    if (schema === undefined)
        return '';
    const standard = schema['~standard'];
    const converter = Reflect.get(standard, 'jsonSchema');
    if (typeof converter !== 'object' || converter === null)
        return '';
    const convert = Reflect.get(converter, side);
    if (typeof convert !== 'function')
        return '';
    try {
        return JSON.stringify(convert.call(converter, kConversion)) ?? '';
    }
    catch {
        return ''; // the interface lets a library throw for what it cannot say in JSON Schema
    }
}
function pathPart(part) {
    return String(typeof part === 'object' ? part.key : part);
}
//# sourceMappingURL=schema.js.map