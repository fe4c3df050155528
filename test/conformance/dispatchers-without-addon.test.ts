import './without-addon.js'
import { conformance } from './conformance.js'

conformance('worker', ['pipe', 'attached'], { dispatch: { workers: 3 } })
