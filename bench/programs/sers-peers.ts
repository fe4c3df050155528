// Peers of Sers in a process of their own: a station that answers with what it was sent, a caller, and crowds.

import { fileRanges, readFiles, writeFiles } from '../../src/wire/sers/files.js'
import { writeRpcData } from '../../src/wire/sers/rpc-data.js'
import { answer, numberOf, textOf } from '../answer.js'
import { quantile } from '../figures.js'
import { loadOf } from '../load.js'
import { SersPeer } from '../sers-peer.js'

const kNothing = Buffer.alloc(0)
const peers: SersPeer[] = []
/** Crowds connect so many at once. */
const kAtOnce = 200

answer(
  {
    // Offers /echo/json and /echo/binary, each over a connection that is called in its encoding.
    station: async (parameters) => {
      for (const mode of ['json', 'binary'] as const) {
        const peer = await SersPeer.open(numberOf(parameters, 'port'))
        await peer.register(`echo-${mode}`, [`/echo/${mode}`], mode)
        peer.onCall = (payload) => {
          const ranges = fileRanges(payload) ?? []
          return writeFiles([kNothing, payload.subarray(ranges[2], ranges[3])])
        }
        peers.push(peer)
      }
    },
    // Registers so many routes, and holds so many connections that do nothing but answer heartbeats.
    crowd: async (parameters) => {
      const port = numberOf(parameters, 'port')
      const nodes = numberOf(parameters, 'nodes')
      const idle = numberOf(parameters, 'idle')
      const station = await SersPeer.open(port)
      const routes = Array.from({ length: nodes }, (_, at) => `/crowd/${at % 100}/${at}`)
      await station.register('crowd', routes, 'json')
      peers.push(station)
      for (let open = 0; open < idle; open += kAtOnce) {
        const some = Array.from({ length: Math.min(kAtOnce, idle - open) }, () =>
          SersPeer.open(port, `127.0.0.${2 + Math.floor(open / 5_000)}`),
        )
        peers.push(...(await Promise.all(some)))
      }
    },
    run: async (parameters) => {
      const peer = await SersPeer.open(numberOf(parameters, 'port'))
      const route = textOf(parameters, 'route')
      const data = {
        route,
        caller: { rid: '2bb7fbf98a4004', source: 'Internal' },
        http: { url: `http://sers.internal${route}`, method: 'POST' },
      }
      const mode = textOf(parameters, 'mode') === 'binary' ? 'binary' : 'json'
      const first = writeRpcData(data, mode)
      if (first === null) throw new Error('the data do not fit into records')
      const { windowCount, payloadBytes, runMs, timedShare } = loadOf(parameters)
      const figures = await run(peer, first, windowCount, payloadBytes, runMs, timedShare)
      peer.close()
      return figures
    },
  },
  async () => {
    for (const peer of peers) peer.close()
  },
)

/** Calls until the time is over; every reply must be the value that was sent. */
function run(
  peer: SersPeer,
  first: Buffer,
  windowCount: number,
  payloadBytes: number,
  runMs: number,
  timedShare: number,
) {
  const startMs = performance.now()
  const sent = new Map<number, { value: Buffer; sentMs: number }>()
  const timesUs: number[] = []
  let count = 0
  let isOver = false
  return new Promise<Record<string, number>>((resolve, reject) => {
    const call = (): void => {
      const key = ++count
      const value = Buffer.alloc(payloadBytes, key & 0xff)
      value.writeUInt32LE(key)
      sent.set(key, { value, sentMs: key % timedShare === 0 ? performance.now() : 0 })
      peer.call(key, writeFiles([first, value]))
    }
    peer.onReply = (key, payload) => {
      const entry = sent.get(key)
      const value = readFiles(payload)?.[1]
      if (entry === undefined || value?.equals(entry.value) !== true) {
        reject(new Error(`call ${key}: the reply is not what was sent: ${payload.toString()}`))
        return
      }
      sent.delete(key)
      if (entry.sentMs > 0) timesUs.push((performance.now() - entry.sentMs) * 1000)
      if (key % 32 === 0 && performance.now() - startMs >= runMs) isOver = true
      if (!isOver) call()
      else if (sent.size === 0) {
        const seconds = (performance.now() - startMs) / 1000
        resolve({ count, seconds, p50Us: quantile(timesUs, 0.5), p99Us: quantile(timesUs, 0.99) })
      }
    }
    for (let loop = 0; loop < windowCount; loop++) call()
    peer.flush()
  })
}
