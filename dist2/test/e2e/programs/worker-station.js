// A module of a worker thread: one station that answers, and says on stderr what stations say there.
import { createStation } from '../../../src/index.js';
const station = createStation({ name: 'threaded' });
station.route('POST /threaded', (call) => call.body);
await station.join();
//# sourceMappingURL=worker-station.js.map