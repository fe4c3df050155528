// http-server (plain node:http), an application of others, as a station: one line makes it one.
import { createRequire } from 'node:module';
import { createStation } from '../../../src/index.js';
const { createServer } = createRequire(import.meta.url)('http-server');
const app = createServer({ root: process.argv[3], gzip: true, cors: true, cache: 60 });
const station = createStation.fromHttp(app, { name: 'http-server' });
await station.join(process.argv[2]);
process.send?.({ carrier: station.carrier });
process.once('disconnect', () => void station.leave());
//# sourceMappingURL=http-server-station.js.map