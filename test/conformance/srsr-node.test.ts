import { srsrSuite } from './srsr-suite.js'

srsrSuite('node')
