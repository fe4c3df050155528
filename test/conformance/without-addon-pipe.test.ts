import './without-addon.js'
import { conformance } from './conformance.js'

conformance('pipe', ['pipe'])
