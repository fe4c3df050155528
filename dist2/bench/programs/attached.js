// Center and station in one process and one thread: a call is a function call.
import { join } from 'node:path';
import { createStation, startCenter } from '../../src/index.js';
import { answer, textOf } from '../answer.js';
import { loadOf, runLoad } from '../load.js';
const station = createStation({ name: 'echo' });
station.route('POST /echo/sync', (call) => call.body);
station.route('POST /echo/await-async', async (call) => call.body);
let center = null;
answer({
    start: async (parameters) => {
        center = await startCenter({ pipe: join(textOf(parameters, 'folder'), 'center.sock') });
        await center.attach(station);
    },
    run: (parameters) => {
        const handler = textOf(parameters, 'handler');
        if (handler === 'peer:function')
            return runLoad(async (body) => body, loadOf(parameters));
        const route = `POST /echo/${handler}`;
        return runLoad((body) => station.call(route, body), loadOf(parameters));
    },
}, async () => {
    await center?.close();
});
//# sourceMappingURL=attached.js.map