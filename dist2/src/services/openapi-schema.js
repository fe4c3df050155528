// A station's JSON Schema as a part of the OpenAPI document. The text comes from the station: it may be anything.
import { kSchemaDepthMax } from '../base/limits.js';
import { isRecord, nestingOf } from '../station/route-docs.js';
const kDialect = 'https://json-schema.org/draft/2020-12/schema';
/** Keywords whose values are schemas by name, lists of schemas, and one schema. */
const kNamed = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'];
const kListed = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'];
const kSingle = [
    'items',
    'additionalItems',
    'additionalProperties',
    'unevaluatedProperties',
    'unevaluatedItems',
    'contains',
    'propertyNames',
    'not',
    'if',
    'then',
    'else',
    'contentSchema',
];
const kNoSchema = { description: 'What the station says of this is no JSON Schema.' };
/**
 * A schema as it stands in the document.
 *
 * @param text what the station said.
 * @param place where it will stand, as a reference: its own references are made to point there.
 */
export function embedSchema(text, place) {
    if (nestingOf(text) > kSchemaDepthMax)
        return kNoSchema;
    let schema;
    try {
        schema = JSON.parse(text);
    }
    catch {
        return kNoSchema;
    }
    if (typeof schema === 'boolean')
        return schema;
    if (!isRecord(schema))
        return kNoSchema;
    const { $schema: dialect, ...rest } = schema;
    return placed(dialect === undefined || dialect === kDialect ? rest : schema, place);
}
function placed(schema, place) {
    // What has an address of its own is what its references are about.
    if (!isRecord(schema) || '$id' in schema)
        return schema;
    return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, placedValue(key, value, place)]));
}
function placedValue(key, value, place) {
    if (key === '$ref' && typeof value === 'string') {
        return value === '#' || value.startsWith('#/') ? place + value.slice(1) : value;
    }
    if (kNamed.includes(key) && isRecord(value)) {
        return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, placed(schema, place)]));
    }
    if (kListed.includes(key) && Array.isArray(value)) {
        return value.map((schema) => placed(schema, place));
    }
    return kSingle.includes(key) ? placed(value, place) : value;
}
//# sourceMappingURL=openapi-schema.js.map