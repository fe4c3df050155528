// A module of a worker thread that opens a link and leaves it lying.
import { ReaderLoop } from '../../../src/ring/reader-loop.js';
import { parseAddress } from '../../../src/transport/address.js';
import { connectLink } from '../../../src/transport/connect.js';
import { kProtocolVersion } from '../../../src/wire/control.js';
const loop = new ReaderLoop(() => 0);
const hello = { type: 'hello', protocol: kProtocolVersion, name: 'idle', version: '0' };
const { end } = await connectLink(parseAddress('worker:'), { ...hello, pid: process.pid, token: '' }, loop, undefined);
end.onEnd = () => end.close();
//# sourceMappingURL=idle-worker.js.map