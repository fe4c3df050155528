// A configuration file as a tree that knows where everything stands: JSON with comments, or YAML.
import { extname } from 'node:path';
import { parseTree, printParseErrorCode, } from 'jsonc-parser';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
/**
 * Reads a file's text; its name says in which language.
 *
 * @param path ends with .json, .jsonc, .yaml or .yml; another end is a fault.
 * @param text at most some hundred kilobytes: nesting is followed by calls.
 */
export function parseConfig(path, text) {
    try {
        switch (extname(path).toLowerCase()) {
            case '.json':
            case '.jsonc':
                return parseJson(text);
            case '.yaml':
            case '.yml':
                return parseYaml(text);
            default:
                return broken(0, 'the name of a configuration file ends with .json, .jsonc, .yaml or .yml');
        }
    }
    catch (error) {
        if (error instanceof RangeError)
            return broken(0, 'its values are nested too deeply');
        if (error instanceof FormError)
            return broken(error.offset, error.message);
        throw error;
    }
}
function broken(offset, text) {
    return { root: null, faults: [{ offset, text }] };
}
/** A construct that is right in its language and has no meaning here. */
class FormError extends Error {
    offset;
    constructor(offset, text) {
        super(text);
        this.offset = offset;
    }
}
// ---- JSON with comments
function parseJson(text) {
    const errors = [];
    const options = { allowTrailingComma: true, allowEmptyContent: true };
    const root = parseTree(text, errors, options);
    const faults = errors.map(({ error, offset }) => ({
        offset,
        text: `this is no JSON: ${wordsOf(printParseErrorCode(error))}`,
    }));
    if (faults.length > 0)
        return { root: null, faults };
    return { root: root === undefined ? null : ofJson(root), faults };
}
/** `CloseBraceExpected` → `close brace expected`. */
function wordsOf(name) {
    return name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
function ofJson(node) {
    const { offset, children = [] } = node;
    const value = node.value;
    if (node.type === 'array')
        return { type: 'list', offset, items: children.map(ofJson) };
    if (node.type !== 'object')
        return { type: 'scalar', offset, value };
    const entries = children.flatMap((property) => {
        const [key, held] = property.children ?? [];
        return key === undefined || held === undefined
            ? []
            : [{ key: String(key.value), offset: key.offset, value: ofJson(held) }];
    });
    return { type: 'group', offset, entries };
}
// ---- YAML
function parseYaml(text) {
    const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false });
    const faults = document.errors.concat(document.warnings).map(({ message, pos }) => ({
        offset: pos[0],
        text: `this is no YAML: ${message}`,
    }));
    if (faults.length > 0)
        return { root: null, faults };
    const isEmpty = document.contents === null;
    return { root: isEmpty ? null : ofYaml(document.contents, 0), faults };
}
function ofYaml(node, outside) {
    // An empty value has no node of its own: it stands where its key does.
    if (node === null)
        return { type: 'scalar', offset: outside, value: null };
    if (isScalar(node))
        return { type: 'scalar', offset: startOf(node, outside), value: node.value };
    if (isSeq(node)) {
        const offset = startOf(node, outside);
        return { type: 'list', offset, items: node.items.map((item) => ofYaml(item, offset)) };
    }
    if (isMap(node)) {
        const offset = startOf(node, outside);
        const entries = node.items.map(({ key, value }) => {
            const at = isScalar(key) ? startOf(key, offset) : offset;
            if (!isScalar(key))
                throw new FormError(at, 'a key is a plain text');
            return { key: String(key.value), offset: at, value: ofYaml(value, at) };
        });
        return { type: 'group', offset, entries };
    }
    throw new FormError(outside, 'aliases are not taken; write the value');
}
function startOf(node, outside) {
    return node.range?.[0] ?? outside;
}
//# sourceMappingURL=config-tree.js.map