// A station for tests with slow clients, in its own process: a quick route, one that takes bodies as they come, one that
// gives more than anybody takes. Arguments: center's address. Tells its parent what it has done when it is asked.
import { createStation, reply } from '../../../src/index.js';
import { isStream } from '../../../src/station/body.js';
const kPart = new Uint8Array(64 << 10).fill(120);
/** Far more than the system takes for a client that reads nothing. */
const kPartCount = 1_024;
const [, , address = ''] = process.argv;
let uploads = 0;
let streams = 0;
let givenBytes = 0;
async function* parts() {
    for (let count = 0; count < kPartCount; count++) {
        givenBytes += kPart.length;
        yield kPart;
    }
}
const station = createStation({ name: 'traffic', onEvent: () => { } });
station.route('GET /quick', () => ({ ok: true }));
station.route('POST /slow', { bodyAs: 'stream' }, async (call) => {
    uploads++;
    let bytes = 0;
    if (!isStream(call.body))
        throw new Error('the body does not come in parts');
    for await (const part of call.body)
        bytes += part instanceof Uint8Array ? part.length : 0;
    return { bytes };
});
station.route('GET /large', () => {
    streams++;
    return reply(parts(), { headers: { 'content-type': 'application/octet-stream' } });
});
await station.join(address);
process.on('message', () => {
    const done = { uploads, streams, givenBytes };
    process.send?.({ done });
});
process.send?.({ joined: process.pid });
//# sourceMappingURL=slow-traffic-station.js.map