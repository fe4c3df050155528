import { conformance } from './conformance.js';
conformance('shm', ['shm', 'tcp', 'attached']);
//# sourceMappingURL=shm.test.js.map