// A JSON schema as `get service` shows the values of an endpoint: a name and a type a line, indented by tabs.
import { isItem } from './listing.js';
import { printableLine } from './output.js';
/** Levels that are shown; a schema of somebody else may nest as deep as it likes. */
const kDepthMax = 8;
/** @param schema JSON text of a JSON schema; anything else is `{}`. */
export function valueText(schema) {
    if (typeof schema !== 'string' || schema === '')
        return '{}';
    try {
        return fieldsText(JSON.parse(schema), 1);
    }
    catch {
        return '{}'; // the station's own schema is no JSON: nothing is known of the value
    }
}
function fieldsText(schema, depth) {
    const properties = isItem(schema) && isItem(schema.properties) ? schema.properties : {};
    const names = Object.keys(properties);
    if (names.length === 0 || depth > kDepthMax)
        return '{}';
    const indent = '\t'.repeat(depth);
    const lines = names.map((name) => `${indent}${printableLine(name)} ${typeText(properties[name], depth)}\n`);
    return `{\n${lines.join('')}${'\t'.repeat(depth - 1)}}`;
}
function typeText(schema, depth) {
    if (!isItem(schema))
        return 'any';
    const { type, items } = schema;
    if (type === 'object')
        return fieldsText(schema, depth + 1);
    if (type === 'array')
        return `[]${typeText(items, depth)}`;
    return typeof type === 'string' ? printableLine(type) : 'any';
}
//# sourceMappingURL=schema-text.js.map