// A station in a worker thread of the center; the query of the module's URL is its plan.
import { createPlanned } from './plan.js';
const plan = new URL(import.meta.url).searchParams.get('plan');
const station = createPlanned(JSON.parse(plan ?? ''), {});
await station.join();
//# sourceMappingURL=worker.js.map