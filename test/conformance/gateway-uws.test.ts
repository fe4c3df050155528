import { testGateway } from './gateway-suite.js'
import { ifUws } from './http-engines.js'

if (await ifUws()) testGateway('uws')
