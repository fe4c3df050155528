// Cross-origin requests of browsers (https://fetch.spec.whatwg.org/#http-cors-protocol). Off until origins are listed.
const kMicroMethods = 'POST, PATCH, GET, OPTIONS, PUT, DELETE';
const kMicroHeaders = 'Accept, Content-Type, Content-Length, Accept-Encoding, X-CSRF-Token, Authorization, Micro-Namespace';
const kMethods = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';
/** Fields that pages may read besides the simple ones. */
const kExposed = 'x-request-id, retry-after, etag, location';
/** Browsers ask again after that; a permission that is taken away ends then. */
const kMaxAgeSeconds = '600';
/** Longer lists of wanted fields are no honest page's. */
const kWantedLengthMax = 2_048;
const kWantedRule = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(\s*,\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+)*$/;
export class Cors {
    #origins;
    #isMicro;
    constructor(setting) {
        this.#isMicro = setting.length === 1 && setting[0] === 'micro';
        this.#origins = new Set(this.#isMicro ? [] : setting.map((origin) => origin.toLowerCase()));
    }
    /** True when answers depend on the Origin field. */
    get isOn() {
        return this.#isMicro || this.#origins.size > 0;
    }
    /** True when the operator named the origins one by one, so that what they may do is wanted. */
    get isListed() {
        return this.#origins.size > 0;
    }
    /** True for an origin whose pages may call. */
    allows(origin) {
        return this.#isMicro || this.#origins.has(origin.toLowerCase());
    }
    /**
     * Fields of the answer to a request that asks for a permission before the real one is sent.
     *
     * @returns null when the request is no such thing; without permission the fields hold none.
     */
    preflight(request) {
        if (!this.isOn || request.method !== 'OPTIONS')
            return null;
        const origin = request.header('origin');
        const wanted = request.header('access-control-request-headers') ?? '';
        if (this.#isMicro) {
            return [...microFields(origin), 'vary', 'origin'];
        }
        if (origin === undefined || request.header('access-control-request-method') === undefined) {
            return null;
        }
        const vary = ['vary', 'origin, access-control-request-method, access-control-request-headers'];
        if (!this.allows(origin))
            return vary;
        const isSane = wanted.length <= kWantedLengthMax && kWantedRule.test(wanted);
        return [
            ...permission(origin),
            'access-control-allow-methods',
            kMethods,
            ...(isSane ? ['access-control-allow-headers', wanted] : []),
            'access-control-max-age',
            kMaxAgeSeconds,
            ...vary,
        ];
    }
    /** Fields that an answer gets. */
    fieldsFor(origin) {
        if (!this.isOn)
            return kNone;
        if (this.#isMicro)
            return [...microFields(origin), 'vary', 'origin'];
        if (origin === undefined || !this.allows(origin))
            return ['vary', 'origin'];
        return [...permission(origin), 'access-control-expose-headers', kExposed, 'vary', 'origin'];
    }
    /** Micro answers every OPTIONS with 200 and no body, others with 204. */
    get preflightStatus() {
        return this.#isMicro ? 200 : 204;
    }
}
const kNone = [];
// A listed origin is one that the operator trusts, so that its pages may send cookies along.
function permission(origin) {
    return ['access-control-allow-origin', origin, 'access-control-allow-credentials', 'true'];
}
// Any page of the world may call here, so that none may do so in the name of the person in front of it: an origin that is
// only repeated comes without credentials, and browsers take `*` as without them, whatever else is said.
function microFields(origin) {
    const who = origin === undefined ? ['*', 'access-control-allow-credentials', 'true'] : [origin];
    return [
        'access-control-allow-origin',
        ...who,
        'access-control-allow-methods',
        kMicroMethods,
        'access-control-allow-headers',
        kMicroHeaders,
    ];
}
//# sourceMappingURL=cors.js.map