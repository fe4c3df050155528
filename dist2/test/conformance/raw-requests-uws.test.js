import { ifUws } from './http-engines.js';
import { rawRequests } from './raw-requests-suite.js';
if (ifUws())
    rawRequests('uws');
//# sourceMappingURL=raw-requests-uws.test.js.map