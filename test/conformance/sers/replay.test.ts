// Recorded conversations, played again: what the clients sent goes to this center, and what the original answered is what
// comes back, byte for byte where nothing is a time, a key or a figure. Those are left out that show what this center does
// better; the acceptance list has them.

import test from 'ava'
import {
  filesOf,
  frameBytes,
  kReplyType,
  kRequestType,
  parseFrames,
  payloadOf,
  type RawFrame,
  RawPeer,
} from '../../support/sers/raw-peer.js'
import { type VectorFrame, vector } from '../../support/sers/vectors.js'
import { openWorld } from '../../support/sers/world.js'
import { until } from '../../support/until.js'

/** Conversations, and what is registered by which connection before they begin: a recorded registration, or routes. */
const kConversations: Readonly<Record<string, Readonly<Record<string, string | string[]>>>> = {
  'cert-heartbeat-csharp': {},
  'cert-heartbeat-java': {},
  'heartbeat-edge': {},
  'heartbeat-empty-payload': {},
  'coalesced-heartbeats': {},
  'cert-wrong-secret': {},
  'cert-api-before-secret': {},
  'regist-csharp-json': {},
  'regist-java': {},
  'regist-event-add': {},
  'regist-wrong-source': {},
  'update-unregistered': {},
  'call-json-csharp': { '': 'regist-csharp-json' },
  'call-json-cross': { java: 'regist-java' },
  'call-not-found-json': {},
  'call-minimal-rpc': { A: ['/lb/x'] },
  'bytepointor-csharp': {},
  'route-exact-and-method': { '': 'regist-event-add' },
  'route-wildcard': { '': 'regist-event-add' },
  'route-method-wildcard-beats-exact': { '': 'regist-event-add' },
  'verify-rules': { '': 'regist-event-add' },
  'load-balancing': {},
  'gover-listings': { '': 'regist-event-add' },
  'gover-pause-start-events': {},
  'gover-pause-apistation': { X: ['/x/a', '/x/in'] },
  'gover-ratelimit': { '': 'regist-event-add' },
  'gover-without-source': {},
  'pubsub-csharp': {},
  'pubsub-unsubscribe': {},
  'multi-file': { '': 'regist-event-add' },
  'multi-file-java': { '': 'regist-java' },
  'bad-message': {},
}

/** Members whose values are this very run's. */
const kOwnToEachRun = new Set([
  'connKey',
  'startTime',
  'qps',
  'sumCount',
  'errorCount',
  'deviceInfo',
  'serviceStationInfo',
])
const kSecret = Buffer.from('SersCL').toString('hex')

function frameOf({ hex }: VectorFrame): RawFrame {
  return parseFrames(Buffer.from(hex, 'hex')).frames[0]
}

/** Files as they are compared. */
function comparable(payload: Buffer): unknown[] {
  let files: Buffer[]
  try {
    files = filesOf(payload)
  } catch {
    files = [payload]
  }
  return files.map((file) => {
    try {
      return masked(JSON.parse(file.toString()))
    } catch {
      return file.toString('latin1')
    }
  })
}

/** connKey of a JSON text: a number in events, a text in calls. */
function connKeyOf(text: string): string | undefined {
  return /"connKey":"?(\d+)/.exec(text)?.[1]
}

/** The same files, with the connKey that this center gave for that of the recording. */
function withConnKey(payload: Buffer, connKeys: ReadonlyMap<string, string>): Buffer {
  const text = payload.toString('latin1')
  const mine = connKeys.get(connKeyOf(text) ?? '')
  if (mine === undefined) return payload
  const files = filesOf(payload).map((file) =>
    Buffer.from(file.toString('latin1').replace(/("connKey":"?)\d+/, `$1${mine}`), 'latin1'),
  )
  return payloadOf(...files)
}

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]: [string, unknown]) => [
      name,
      kOwnToEachRun.has(name) ? typeof member : masked(member),
    ]),
  )
}

for (const [id, before] of Object.entries(kConversations)) {
  test(`replay: ${id}`, async (t) => {
    const { frames } = vector(id)
    const world = await openWorld({
      mode: id === 'bytepointor-csharp' ? 'binary' : 'json',
      beat: { intervalMs: 0, timeoutMs: 1_000, missesMax: 3 },
    })
    const peers = new Map<string, RawPeer>()
    const open = async (name: string): Promise<RawPeer> => {
      const known = peers.get(name)
      if (known !== undefined) return known
      const own = frames.filter(({ conn, dir }) => (conn ?? '') === name && dir === 'client→center')
      const certifies = own.some(({ hex }) => hex.endsWith(kSecret))
      const isStranger = certifies || /^(cert|heartbeat|coalesced)-/.test(id)
      const peer = isStranger ? await RawPeer.open(world) : await RawPeer.certified(world)
      peers.set(name, peer)
      const offered = before[name]
      if (typeof offered === 'string') {
        const registration = vector(offered).frames.find(({ hex }) => hex.length > 2_000)
        if (registration === undefined) throw new Error(`${offered} registers nothing`)
        await peer.ask(frameOf(registration).payload)
      } else if (offered !== undefined) {
        await peer.register(
          name,
          offered.map((route) => ({ route })),
        )
      }
      return peer
    }
    for (const name of Object.keys(before)) await open(name)
    /** Keys that this center gave its requests, by those that the original gave. */
    const keys = new Map<string, string>()
    const connKeys = new Map<string, string>()
    for (const frame of frames) {
      const wanted = frameOf(frame)
      const { type, sub, payload } = wanted
      const peer = await open(frame.conn ?? '')
      const isSent = frame.dir === 'client→center'
      // Heartbeats of the center are a matter of time; the acceptance list has them.
      if (type === (isSent ? kReplyType : kRequestType) && payload.toString().startsWith('Sers.Mq'))
        continue
      if (isSent) {
        const key = type === kReplyType ? keys.get(wanted.key) : wanted.key
        peer.socket.write(frameBytes(type, sub, key ?? '', withConnKey(payload, connKeys)))
        continue
      }
      const match = ({ type: came, key }: RawFrame) =>
        came === type && (type !== kReplyType || key === wanted.key)
      await until(() => peer.frames.some(match))
      const [got] = peer.frames.splice(peer.frames.findIndex(match), 1)
      if (type === kRequestType) keys.set(wanted.key, got.key)
      const connKey = connKeyOf(payload.toString('latin1'))
      if (connKey !== undefined)
        connKeys.set(connKey, connKeyOf(got.payload.toString('latin1')) ?? '')
      t.deepEqual(comparable(got.payload), comparable(payload), `${type} ${wanted.key}`)
      t.is(got.sub, wanted.sub, 'the second byte')
      if (type === kRequestType) t.true(got.payload.equals(payload), 'requests pass as they are')
    }
    if (id === 'cert-wrong-secret' || id === 'cert-api-before-secret')
      await until(() => peers.get('')?.isEnded === true)
    for (const peer of peers.values()) {
      t.deepEqual(peer.frames, [], 'nothing else came')
      peer.close()
    }
    await world.close()
  })
}
