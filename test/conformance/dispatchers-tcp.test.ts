import { conformance } from './conformance.js'

conformance('tcp', ['shm', 'shm', 'tcp'], { dispatch: { workers: 2 } })
