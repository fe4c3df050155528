// A gateway's thread: opens its gateway when it is told which, and does what the thread that started it says.
import { workerData } from 'node:worker_threads';
import { errorBodyOf } from '../base/errors.js';
import { within } from '../base/within.js';
import { openGateway } from './gateway.js';
const { port } = workerData.extra; // gateway-threads.ts gives exactly this
/** Milliseconds to close connections and leave the center, after an error that nobody expected. */
const kLetGoMs = 1_000;
let isDying = false;
function tell(message) {
    port.postMessage(message);
}
let opening = null;
function open(plan) {
    opening = openGateway(plan, (text) => tell({ type: 'trouble', text }));
    opening.then((gateway) => {
        const { address, engine, why } = gateway;
        process.once('exit', () => gateway.cut()); // see uncaughtException; it has no further turn
        tell({ type: 'listening', address, engine, why });
    }, (error) => {
        tell({ type: 'failed', error: errorBodyOf(error, 'gateway') });
        port.close();
    });
}
// uWebSockets.js holds handles that Node cannot close for it: a thread that just died would take the whole process along.
process.on('uncaughtException', (error) => {
    if (isDying)
        return;
    isDying = true;
    void letGo().then(() => tell({ type: 'died', reason: error.stack ?? error.message }));
});
async function letGo() {
    if (opening === null)
        return;
    const closing = opening.then((gateway) => gateway.close(0));
    // One that did not open holds nothing.
    await within(closing.catch(() => { }), kLetGoMs);
}
port.on('message', (message) => {
    if (message.type === 'open')
        open(message.plan);
    // A gateway that did not open has said so.
    else
        opening?.then((gateway) => obey(gateway, message)).catch(() => { });
});
async function obey(gateway, message) {
    switch (message.type) {
        case 'open':
            break; // before there is a gateway
        case 'reload':
            tell({ type: 'reloaded', error: await failureOf(gateway.reload(message.options)) });
            break;
        case 'reopen-log': {
            const error = await failureOf(Promise.resolve().then(() => gateway.reopenLog()));
            if (error !== null)
                tell({ type: 'trouble', text: error.text });
            break;
        }
        case 'close':
            await gateway.close(message.timeoutMs);
            tell({ type: 'closed' });
            port.close();
            break;
    }
}
async function failureOf(work) {
    try {
        await work;
        return null;
    }
    catch (error) {
        return errorBodyOf(error, 'gateway');
    }
}
//# sourceMappingURL=gateway-worker.js.map