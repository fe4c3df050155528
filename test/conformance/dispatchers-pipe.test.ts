import { conformance } from './conformance.js'

conformance('pipe', ['shm', 'pipe'], { dispatch: { workers: 2 } })
