// A station in a process of its own that answers `GET /hello` with a small JSON value.
import { createStation } from '../../src/index.js';
import { answer, textOf } from '../answer.js';
let station = null;
answer({
    join: async (parameters) => {
        station = createStation({ name: 'hello' });
        station.route('GET /hello', () => ({ hello: 'world' }));
        await station.join(textOf(parameters, 'address'));
    },
}, async () => {
    await station?.leave();
});
//# sourceMappingURL=hello-station.js.map