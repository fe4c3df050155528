import { joiningSuite } from './joining-suite.js'

joiningSuite({ dispatch: { workers: 2 } })
