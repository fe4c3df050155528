import { conformance } from './conformance.js'

conformance('tcp', ['tcp', 'shm'])
