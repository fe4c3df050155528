import './without-addon.js'
import { conformance } from './conformance.js'

conformance('worker', ['pipe', 'attached', 'tcp'], { dispatch: { workers: 3 } })
