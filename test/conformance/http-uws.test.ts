import { httpBodySuite } from './http-body-suite.js'
import { ifUws } from './http-engines.js'

if (await ifUws()) httpBodySuite('uws')
