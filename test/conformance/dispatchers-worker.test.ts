import { conformance } from './conformance.js'

conformance('worker', ['attached', 'shm'], { dispatch: { workers: 2 } })
