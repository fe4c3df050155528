import { httpBodySuite } from './http-body-suite.js'

httpBodySuite('node')
