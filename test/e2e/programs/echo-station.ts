// A station for end-to-end tests: echoes, in its own process. Arguments: center's address, name.
//
// A marked body must be whole and its caller's own (marked-body.ts); else the call fails with an error that is no retry's.

import { type Call, CenterError, createStation } from '../../../src/index.js'
import { faultOf, isMarked } from '../marked-body.js'

const [address, name = 'echo'] = process.argv.slice(2)
const station = createStation({ name, onEvent: (event) => process.send?.({ event: event.type }) })

function echo({ body, caller }: Call): unknown {
  const fault = isMarked(body) ? faultOf(body, caller) : null
  if (fault === null) return body
  throw new CenterError({ code: 'ERR_TORN', text: fault, status: 500, retryable: false })
}

station.route('POST /echo', async (call) => echo(call))
station.route('POST /safe', { idempotent: true }, async (call) => echo(call))
station.route(`POST /${name}/only`, async (call) => echo(call))
station.route(`POST /${name}/held`, { idempotent: true }, () => new Promise(() => {}))
await station.join(address)
process.send?.({ joined: process.pid })
