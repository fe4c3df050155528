// A caller that calls without pause and tells how its calls end. Arguments: center's address, name, calls a second if it is
// to keep a pace.

import { connect } from '../../../src/index.js'
import { startLoad } from '../load.js'

const kWindow = 6
const kTimeoutMs = 2_000
const kTellMs = 50

const [address, name = 'caller', perSecond] = process.argv.slice(2)
const pace = perSecond === undefined ? {} : { perSecond: Number(perSecond) / 2 }
const client = await connect(address, { name, onEvent: () => {} })
const loads = ['POST /echo', 'POST /safe'].map((route) =>
  startLoad(client, route, kWindow, kTimeoutMs, { name, mayBeLate: true, ...pace }),
)
setInterval(() => {
  const tallies = loads.map(({ tally }) => ({
    ...tally,
    refusals: Object.fromEntries(tally.refusals),
  }))
  process.send?.({ tallies })
}, kTellMs)
process.on('disconnect', () => process.exit(0))
process.send?.({ joined: process.pid })
