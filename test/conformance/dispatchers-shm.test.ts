import { conformance } from './conformance.js'

conformance('shm', ['shm', 'shm', 'tcp'], { dispatch: { workers: 2 } })
