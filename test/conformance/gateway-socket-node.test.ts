import { testSockets } from './gateway-socket-suite.js'

testSockets('node')
