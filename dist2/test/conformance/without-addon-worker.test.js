import './without-addon.js';
import { conformance } from './conformance.js';
conformance('worker', ['pipe', 'attached']);
//# sourceMappingURL=without-addon-worker.test.js.map