import './without-addon.js';
import { conformance } from './conformance.js';
conformance('pipe', ['pipe']);
//# sourceMappingURL=without-addon-pipe.test.js.map