import { conformance } from './conformance.js'

conformance('attached', ['attached', 'shm'], { dispatch: { workers: 2 } })
