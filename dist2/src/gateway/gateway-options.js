// Options of an HTTP gateway. What holds when nothing is said, and what is refused, is said where all settings are
// described: control/settings.ts.
import { kHttpLimitsDefault } from '../http/http-limits.js';
import { isLoopback } from '../transport/address.js';
/** The bounds of the engine among the options. */
export function limitsOf(options) {
    const { headBytesMax, headTimeoutMs, bodyTimeoutMs, idleTimeoutMs, writeTimeoutMs } = options;
    const { connectionsMax, connectionsPerAddressMax } = options;
    return {
        ...kHttpLimitsDefault,
        headBytesMax,
        headTimeoutMs,
        bodyTimeoutMs,
        idleTimeoutMs,
        writeTimeoutMs,
        connectionsMax,
        connectionsPerAddressMax,
    };
}
/** True where requests of strangers arrive: from other machines, or through a proxy. The engine `auto` looks at it. */
export function isExposed({ address, trustProxy }) {
    return !isLoopback(address.host) || trustProxy.length > 0;
}
//# sourceMappingURL=gateway-options.js.map