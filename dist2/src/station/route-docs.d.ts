/** A JSON Schema, draft 2020-12 (https://json-schema.org/draft/2020-12). */
export type JsonSchema = Readonly<Record<string, unknown>>;
/** Documentation of a route. Nothing of it is checked against calls. */
export type RouteDocs = {
    /** The request's body, where the route has no schema or its library cannot give JSON Schema. */
    readonly request?: JsonSchema;
    /** The reply; of a stream, one item. */
    readonly reply?: JsonSchema;
    /** The query: schemas of its parameters by name. */
    readonly query?: Readonly<Record<string, JsonSchema>>;
    /** Content type of the request. Default JSON, or bytes for `bodyAs: 'stream'`. */
    readonly requestType?: string;
    /** Content type of the reply. Default JSON; lines of JSON and events for a stream. */
    readonly replyType?: string;
    /** True when the reply is a stream. Default: whether the handler is an `async function*`. */
    readonly streams?: boolean;
};
/** @throws CenterError ERR_BAD_ROUTE that names the part and the rule. */
export declare function checkDocs(route: string, docs: RouteDocs): void;
/** What a registration says of it: JSON text, or '' for nothing. The schemas of bodies travel by themselves. */
export declare function docsText({ docs, bodyAs, }: {
    readonly docs?: RouteDocs;
    readonly bodyAs?: 'value' | 'stream' | 'raw';
}, handler: unknown): string;
/** Documentation as the center reads it. */
export type SaidDocs = Pick<RouteDocs, 'query' | 'requestType' | 'replyType' | 'streams'> & {
    readonly bodyAs?: 'stream';
};
/** Reads {@link docsText}. It may come from any station: parts that are not as they should be are left out. */
export declare function readDocs(text: string): SaidDocs;
/**
 * How deep the brackets of a JSON text nest; told before parsing, because what walks the value recurses. One pass, also over
 * text that is no JSON.
 */
export declare function nestingOf(text: string): number;
/** True for a JSON object. */
export declare function isRecord(value: unknown): value is Record<string, unknown>;
