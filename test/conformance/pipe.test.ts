import { conformance } from './conformance.js'

conformance('pipe', ['pipe', 'shm'])
