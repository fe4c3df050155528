// A station for end-to-end tests: echoes, in its own process. Arguments: center's address, name.

import { createStation } from '../../../src/index.js'

const [address, name = 'echo'] = process.argv.slice(2)
const station = createStation({ name, onEvent: (event) => process.send?.({ event: event.type }) })
station.route('POST /echo', async (call) => call.body)
station.route('POST /safe', { idempotent: true }, async (call) => call.body)
station.route(`POST /${name}/only`, async (call) => call.body)
station.route(`POST /${name}/held`, { idempotent: true }, () => new Promise(() => {}))
await station.join(address)
process.send?.({ joined: process.pid })
