import { rawRequests } from './raw-requests-suite.js';
rawRequests('node');
//# sourceMappingURL=raw-requests-node.test.js.map