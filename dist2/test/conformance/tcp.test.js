import { conformance } from './conformance.js';
conformance('tcp', ['tcp', 'shm']);
//# sourceMappingURL=tcp.test.js.map