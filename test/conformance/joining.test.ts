import { joiningSuite } from './joining-suite.js'

joiningSuite({})
