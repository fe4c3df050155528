import { conformance } from './conformance.js';
conformance('worker', ['shm', 'attached', 'pipe']);
//# sourceMappingURL=worker.test.js.map