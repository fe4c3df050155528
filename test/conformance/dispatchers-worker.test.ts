import { conformance } from './conformance.js'

conformance('worker', ['shm', 'attached', 'shm'], { dispatch: { workers: 2 } })
