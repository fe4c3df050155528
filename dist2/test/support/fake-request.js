// A request as an HTTP engine would hand it over, for tests of what looks at requests only.
import { headerOf } from '../../src/wire/header-list.js';
export function fakeRequest(given = {}) {
    const { method = 'GET', target = '/', remoteAddress = '127.0.0.1', isTls = false } = given;
    const headers = Object.entries(given.headers ?? {}).flatMap(([name, value]) => (typeof value === 'string' ? [value] : value).flatMap((one) => [name, one]));
    return {
        method,
        target,
        headers,
        remoteAddress,
        isTls,
        contentLength: 0,
        header: (name) => headerOf(headers, name),
        collect: () => {
            throw new Error('this request has no body');
        },
        stream: () => {
            throw new Error('this request has no body');
        },
    };
}
//# sourceMappingURL=fake-request.js.map