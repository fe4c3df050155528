import { httpBodySuite } from './http-body-suite.js';
import { ifUws } from './http-engines.js';
import { httpLimitSuite } from './http-limit-suite.js';
import { httpSocketSuite } from './http-socket-suite.js';
if (ifUws()) {
    httpBodySuite('uws');
    httpSocketSuite('uws');
    httpLimitSuite('uws');
}
//# sourceMappingURL=http-uws.test.js.map