import './without-addon.js';
import { conformance } from './conformance.js';
conformance('tcp', ['tcp']);
//# sourceMappingURL=without-addon-tcp.test.js.map