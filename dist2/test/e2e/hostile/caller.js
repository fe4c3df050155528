// A caller for bad days: makes calls and waits. Arguments: center's address, route, how many.
import { connect } from '../../../src/index.js';
const [address, route = '', count = '1'] = process.argv.slice(2);
const client = await connect(address);
for (let turn = 0; turn < Number(count); turn++)
    client.call(route).catch(() => { });
process.send?.({ joined: process.pid });
//# sourceMappingURL=caller.js.map