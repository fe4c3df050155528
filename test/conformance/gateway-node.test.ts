import { testGateway } from './gateway-suite.js'

testGateway('node')
