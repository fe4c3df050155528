import { conformance } from './conformance.js'

conformance('attached', ['attached', 'shm', 'tcp'])
