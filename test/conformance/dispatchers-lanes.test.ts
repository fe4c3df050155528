import { conformance } from './conformance.js'

conformance('shm', ['lane', 'lane'], { dispatch: { workers: 2 } })
