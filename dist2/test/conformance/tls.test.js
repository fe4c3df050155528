import { conformance } from './conformance.js';
conformance('tls', ['tls', 'pipe']);
//# sourceMappingURL=tls.test.js.map