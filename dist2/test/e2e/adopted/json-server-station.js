// json-server (Express 4), an application of others, as a station: one line makes it one.
import { createRequire } from 'node:module';
import { createStation } from '../../../src/index.js';
const jsonServer = createRequire(import.meta.url)('json-server');
const app = jsonServer.create();
app.use(jsonServer.defaults({ logger: false }));
app.use(jsonServer.router({
    posts: [
        { id: 1, title: 'first', author: 'ann' },
        { id: 2, title: 'second', author: 'bob' },
    ],
    comments: [{ id: 1, postId: 1, text: 'yes' }],
}));
const station = createStation.fromHttp(app, { name: 'json-server' });
await station.join(process.argv[2]);
process.send?.({ carrier: station.carrier });
process.once('disconnect', () => void station.leave());
//# sourceMappingURL=json-server-station.js.map