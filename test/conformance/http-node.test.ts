import { httpBodySuite } from './http-body-suite.js'
import { httpLimitSuite } from './http-limit-suite.js'
import { httpSocketSuite } from './http-socket-suite.js'

httpBodySuite('node')
httpSocketSuite('node')
httpLimitSuite('node')
