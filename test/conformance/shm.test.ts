import { conformance } from './conformance.js'

conformance('shm', ['shm', 'tcp', 'attached'])
