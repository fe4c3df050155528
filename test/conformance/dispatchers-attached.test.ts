import { conformance } from './conformance.js'

conformance('attached', ['attached', 'shm', 'shm'], { dispatch: { workers: 2 } })
