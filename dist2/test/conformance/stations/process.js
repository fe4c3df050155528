// A station in a process of its own, until its parent ends it or is gone. Arguments: address, plan, keys.
import { createPlanned } from './plan.js';
const [address, plan = '', keys = ''] = process.argv.slice(2);
const station = createPlanned(JSON.parse(plan), JSON.parse(keys));
process.on('disconnect', () => process.exit());
await station.join(address);
process.send?.(station.carrier);
//# sourceMappingURL=process.js.map