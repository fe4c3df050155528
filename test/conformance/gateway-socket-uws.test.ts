import { testSockets } from './gateway-socket-suite.js'
import { ifUws } from './http-engines.js'

if (await ifUws()) testSockets('uws')
