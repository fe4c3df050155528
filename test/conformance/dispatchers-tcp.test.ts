import { conformance } from './conformance.js'

conformance('tcp', ['shm', 'tcp'], { dispatch: { workers: 2 } })
