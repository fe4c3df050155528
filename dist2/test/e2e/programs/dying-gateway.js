// Loaded before everything else: makes a gateway's thread end when a file appears, once, in the way that the file names.
import { readFileSync, rmSync } from 'node:fs';
import { isMainThread, workerData } from 'node:worker_threads';
const mark = process.env.SIGNALBOX_TEST_DEATH ?? '';
const data = workerData;
const isGateway = !isMainThread && typeof data === 'object' && data !== null && 'extra' in data;
if (isGateway && mark !== '' && Reflect.get(data, 'extra') !== undefined) {
    const timer = setInterval(() => {
        const way = wanted();
        if (way === '')
            return;
        clearInterval(timer);
        rmSync(mark);
        if (way === 'exit')
            process.exit(3);
        const error = new Error('this thread was told to die');
        if (way === 'throw')
            throw error;
        void Promise.reject(error);
    }, 5);
}
function wanted() {
    try {
        return readFileSync(mark, 'utf8');
    }
    catch {
        return ''; // not yet
    }
}
//# sourceMappingURL=dying-gateway.js.map