// What the gateway wants of an HTTP library. uws-server.ts and node-server.ts are the only places that know one.
/** A streamed body that did not arrive whole. */
export class BodyError extends Error {
    name = 'BodyError';
    failure;
    constructor(failure) {
        super(`the body is ${failure}`);
        this.failure = failure;
    }
}
//# sourceMappingURL=http-server.js.map