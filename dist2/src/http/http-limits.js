// The bounds of an HTTP server as they are when nobody says otherwise.
import { kHttpBodyTimeoutMs, kHttpConnectionsMax, kHttpConnectionsPerAddressMax, kHttpHeadBytesMax, kHttpHeadTimeoutMs, kHttpIdleTimeoutMs, kHttpWaitingBytesMax, kHttpWriteTimeoutMs, kSocketMessageBytesMax, kSocketPingMs, kSocketSilenceMs, } from '../base/limits.js';
/** Every bound with its default; see docs/HTTP.md. */
export const kHttpLimitsDefault = {
    headBytesMax: kHttpHeadBytesMax,
    headTimeoutMs: kHttpHeadTimeoutMs,
    bodyTimeoutMs: kHttpBodyTimeoutMs,
    idleTimeoutMs: kHttpIdleTimeoutMs,
    connectionsMax: kHttpConnectionsMax,
    connectionsPerAddressMax: kHttpConnectionsPerAddressMax,
    waitingBytesMax: kHttpWaitingBytesMax,
    writeTimeoutMs: kHttpWriteTimeoutMs,
    socketMessageBytesMax: kSocketMessageBytesMax,
    socketPingMs: kSocketPingMs,
    socketSilenceMs: kSocketSilenceMs,
};
/** Least and most milliseconds between two looks at time limits. */
const kSweepMsMin = 10;
const kSweepMsMax = 1_000;
/** @returns milliseconds between two looks at time limits: a quarter of the shortest, from 10 to 1,000. */
export function sweepMsOf(limits) {
    const { headTimeoutMs, bodyTimeoutMs, idleTimeoutMs, writeTimeoutMs } = limits;
    const { socketPingMs, socketSilenceMs } = limits;
    const http = Math.min(headTimeoutMs, bodyTimeoutMs, idleTimeoutMs, writeTimeoutMs);
    const shortest = Math.min(http, socketPingMs, socketSilenceMs);
    return Math.min(kSweepMsMax, Math.max(kSweepMsMin, Math.floor(shortest / 4)));
}
//# sourceMappingURL=http-limits.js.map