import './without-addon.js';
import { conformance } from './conformance.js';
conformance('attached', ['attached', 'pipe']);
//# sourceMappingURL=without-addon-attached.test.js.map