import { conformance } from './conformance.js'

conformance('tls', ['tls', 'pipe'])
