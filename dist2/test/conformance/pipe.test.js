import { conformance } from './conformance.js';
conformance('pipe', ['pipe', 'shm']);
//# sourceMappingURL=pipe.test.js.map