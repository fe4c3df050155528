import { testSockets } from './gateway-socket-suite.js';
testSockets('node');
//# sourceMappingURL=gateway-socket-node.test.js.map