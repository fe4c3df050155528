import { conformance } from './conformance.js';
conformance('attached', ['attached', 'shm', 'tcp']);
//# sourceMappingURL=attached.test.js.map