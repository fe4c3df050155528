import { ifUws } from './http-engines.js'
import { srsrSuite } from './srsr-suite.js'

if (ifUws()) srsrSuite('uws')
