// The echo station as a module for a worker thread of the center.
import { createStation } from '../../src/index.js';
const station = createStation({ name: 'echo' });
station.route('POST /echo', async (call) => call.body);
await station.join();
//# sourceMappingURL=worker-station.js.map