import { testSockets } from './gateway-socket-suite.js';
import { ifUws } from './http-engines.js';
if (ifUws())
    testSockets('uws');
//# sourceMappingURL=gateway-socket-uws.test.js.map