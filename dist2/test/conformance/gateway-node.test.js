import { testGateway } from './gateway-suite.js';
testGateway('node');
//# sourceMappingURL=gateway-node.test.js.map