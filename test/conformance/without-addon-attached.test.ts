import './without-addon.js'
import { conformance } from './conformance.js'

conformance('attached', ['attached', 'pipe'])
