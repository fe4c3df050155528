/** True for a reply of many items. */
export declare function isStream(value: unknown): value is AsyncIterable<unknown>;
