import { testGateway } from './gateway-suite.js';
import { ifUws } from './http-engines.js';
if (ifUws())
    testGateway('uws');
//# sourceMappingURL=gateway-uws.test.js.map