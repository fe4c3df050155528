// What came back from a call.
/** True for a reply of many items. */
export function isStream(value) {
    return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
//# sourceMappingURL=reply.js.map