// Recorded conversations from the other side: what the original center sent goes to the JavaScript station, and what the
// recorded clients answered is what it answers, byte for byte but for keys, request ids and addresses of its own. And the
// heartbeats of this center are those of the original.

import test, { type ExecutionContext } from 'ava'
import { WebSocket, WebSocketServer } from 'ws'
import {
  SersError,
  SersReply,
  SersStation,
  type StationOptions,
} from '../../../sdk/sers-js/sers-station.js'
import {
  filesOf,
  frameBytes,
  kMessageType,
  kReplyType,
  kRequestType,
  parseFrames,
  payloadOf,
  type RawFrame,
  RawPeer,
} from '../../support/sers/raw-peer.js'
import { type VectorFrame, vector, vectors } from '../../support/sers/vectors.js'
import { openWorld } from '../../support/sers/world.js'
import { until } from '../../support/until.js'

/** The WebSocket of `ws` has what the station wants of one. */
const NodeSocket = WebSocket as unknown as NonNullable<StationOptions['WebSocket']>
const kKeyStart = 12
const kKeyEnd = 28

function bytesOf({ hex }: VectorFrame): Buffer {
  return Buffer.from(hex, 'hex')
}

function frameOf(frame: VectorFrame): RawFrame {
  return parseFrames(bytesOf(frame)).frames[0]
}

function filesOfFrame(frame: VectorFrame): Buffer[] {
  return filesOf(frameOf(frame).payload)
}

/** A frame in hexadecimal, with a key that every run chooses anew left out. */
function withoutKey(hex: string): string {
  const isMessage = hex.slice(8, 10) === '03'
  return isMessage ? hex : hex.slice(0, kKeyStart) + hex.slice(kKeyEnd)
}

/** A center that says what it is told to say. */
class FakeCenter {
  readonly #server: WebSocketServer
  #socket: WebSocket | null = null
  /** What the station sent, one frame an entry. */
  readonly frames: Buffer[] = []

  private constructor(server: WebSocketServer) {
    this.#server = server
    server.on('connection', (socket) => {
      this.#socket = socket
      socket.on('message', (data: Buffer) => this.frames.push(data))
    })
  }

  static async open(): Promise<FakeCenter> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    await new Promise((resolve) => server.once('listening', resolve))
    return new FakeCenter(server)
  }

  get url(): string {
    const address = this.#server.address()
    if (typeof address !== 'object' || address === null) throw new Error('it does not listen')
    return `ws://127.0.0.1:${address.port}`
  }

  send(bytes: Buffer): void {
    this.#socket?.send(bytes)
  }

  /** The next frame that the station sends, whatever it is. */
  async next(): Promise<Buffer> {
    await until(() => this.frames.length > 0)
    const [frame] = this.frames.splice(0, 1)
    return frame
  }

  /** Answers a request with a recorded payload. */
  answer(request: Buffer, payload: Buffer): void {
    this.send(frameBytes(kReplyType, 0, request.toString('hex', 6, 14), payload))
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate()
    this.#server.close()
  }
}

/** A station that has joined: its secret and its registration are answered with what was recorded. */
async function joined(t: ExecutionContext, offer: (station: SersStation) => void = () => {}) {
  const center = await FakeCenter.open()
  const station = new SersStation({
    url: center.url,
    secret: 'SersCL',
    name: 'probe',
    version: '9',
    WebSocket: NodeSocket,
  })
  offer(station)
  const starting = station.start()
  const recorded = vector('cert-heartbeat-csharp').frames
  const secret = await center.next()
  t.is(withoutKey(secret.toString('hex')), withoutKey(recorded[0].hex))
  center.answer(secret, frameOf(recorded[1]).payload)
  const subscriptions: Buffer[] = []
  let registration = await center.next()
  for (; registration[4] === kMessageType; registration = await center.next())
    subscriptions.push(registration)
  center.answer(registration, frameOf(vector('regist-event-add').frames[3]).payload)
  await starting
  const leave = () => {
    station.stop()
    center.close()
  }
  return { center, station, registration, subscriptions, leave }
}

/** The center's frames of a conversation, each with what the client sent in answer to it. */
function exchangesOf(id: string, type: number): [sent: VectorFrame, answer: VectorFrame][] {
  const { frames } = vector(id)
  return frames.flatMap((sent): [VectorFrame, VectorFrame][] => {
    if (sent.dir !== 'center→client' || frameOf(sent).type !== type) return []
    const { key } = frameOf(sent)
    const answer = frames.find(
      (one) =>
        one.dir === 'client→center' && frameOf(one).type === kReplyType && frameOf(one).key === key,
    )
    return answer === undefined ? [] : [[sent, answer]]
  })
}

const kHeartbeats = ['cert-heartbeat-csharp', 'cert-heartbeat-java']

test('heartbeats of the original are answered as its clients answer them', async (t) => {
  const { center, leave } = await joined(t)
  for (const id of kHeartbeats) {
    const exchanges = exchangesOf(id, kRequestType)
    t.is(exchanges.length, 1)
    for (const [sent, answer] of exchanges) {
      center.send(bytesOf(sent))
      const got = parseFrames(await center.next()).frames[0]
      // The second byte of a reply says nothing: Java echoes that of the request.
      t.deepEqual({ ...got, sub: 0 }, { ...frameOf(answer), sub: 0 }, id)
    }
  }
  leave()
})

test('heartbeats of this center are those of the original', async (t) => {
  const world = await openWorld({ beat: { intervalMs: 20, timeoutMs: 5_000, missesMax: 3 } })
  const peer = await RawPeer.open(world)
  peer.answersBeats = false
  const received: Buffer[] = []
  peer.socket.on('data', (chunk: Buffer) => received.push(chunk))
  await peer.ask(Buffer.from('SersCL'))
  const beats = () => parseFrames(Buffer.concat(received)).frames.filter(({ sub }) => sub === 1)
  await until(() => beats().length > 0)
  const [beat] = beats()
  const hex = frameBytes(beat.type, beat.sub, beat.key, beat.payload).toString('hex')
  for (const id of kHeartbeats) {
    const wanted = vector(id).frames.find(
      ({ dir, hex }) => dir === 'center→client' && hex.slice(8, 12) === '0101',
    )
    t.is(withoutKey(hex), withoutKey(wanted?.hex ?? ''), id)
  }
  await world.close()
})

/** Calls that stations were recorded with. Left out: frames of the other encoding, and replies that are faults on purpose. */
const kCalls = vectors.filter(
  ({ id }) =>
    !/^(bytepointor|station-short|inflight)/.test(id) &&
    exchangesOf(id, kRequestType).some(([sent]) => frameOf(sent).sub === 0),
)

test('there are calls to replay', (t) => {
  t.true(kCalls.length >= 10, kCalls.map(({ id }) => id).join())
})

for (const { id } of kCalls) {
  test(`a recorded station's replies: ${id}`, async (t) => {
    const exchanges = exchangesOf(id, kRequestType).filter(([sent]) => frameOf(sent).sub === 0)
    const answers = exchanges.map(([, answer]) => filesOfFrame(answer))
    const routeOf = (sent: VectorFrame) =>
      (JSON.parse(filesOfFrame(sent)[0].toString()) as { route: string }).route
    const routes = new Set(exchanges.map(([sent]) => routeOf(sent)))
    const asked: Buffer[][] = []
    const { center, leave } = await joined(t, (station) => {
      for (const route of routes) {
        station.route(route, (_argument, { value, files }) => {
          const [first, answer, ...more] = answers[asked.length]
          asked.push([value, ...files].map((file) => Buffer.from(file)))
          const { http } = (first.length === 0 ? {} : JSON.parse(first.toString())) as {
            http?: { statusCode?: number; headers?: Record<string, string> }
          }
          return new SersReply(answer, {
            ...(http?.statusCode === undefined ? {} : { status: http.statusCode }),
            ...(http?.headers === undefined ? {} : { headers: http.headers }),
            files: more,
          })
        })
      }
    })
    for (const [at, [sent, answer]] of exchanges.entries()) {
      center.send(bytesOf(sent))
      const got = await center.next()
      const [, value = Buffer.alloc(0), ...more] = filesOfFrame(sent)
      t.deepEqual(asked[at], [value, ...more], 'value and files arrive as they were')
      const [first] = answers[at]
      // Java hands the data of the request back; what counts there is the rest.
      const isEcho = first.length > 0 && first.equals(filesOfFrame(sent)[0])
      if (isEcho) t.deepEqual(filesOf(got.subarray(14)).slice(1), answers[at].slice(1))
      else t.is(got.toString('hex'), answer.hex)
    }
    leave()
  })
}

test('a handler that fails, and a route that nobody offers, answer as the original says errors', async (t) => {
  const error = { errorCode: 404, errorMessage: 'Not Found' }
  const { center, leave } = await joined(t, (station) =>
    station.route('/p/any', () => {
      throw new SersError(error)
    }),
  )
  const wanted = frameOf(vector('call-not-found-json').frames[1]).payload
  const [request] = exchangesOf('multi-file', kRequestType)[0]
  for (const payload of [frameOf(request).payload, payloadOf('{"route":"/nobody"}', '')]) {
    center.send(frameBytes(kRequestType, 0, 'ab'.repeat(8), payload))
    const got = parseFrames(await center.next()).frames[0]
    t.is(got.key, 'ab'.repeat(8))
    t.deepEqual(got.payload, wanted)
  }
  leave()
})

test('it registers what the recorded station registered', async (t) => {
  const recorded = vector('regist-event-add').frames[1]
  const [, wanted] = filesOfFrame(recorded).map(
    (file) => JSON.parse(file.toString()) as Record<string, unknown>,
  )
  const nodes = wanted.apiNodes as {
    apiDesc: { route: string; extendConfig?: { httpMethod?: string } }
  }[]
  const { registration, leave } = await joined(t, (station) => {
    for (const { apiDesc } of nodes) {
      const { route, extendConfig, ...description } = apiDesc
      const method = extendConfig?.httpMethod
      station.route(method === undefined ? route : `${method} ${route}`, () => null, description)
    }
  })
  t.is(registration[4], kRequestType)
  const [data, value] = filesOf(registration.subarray(14)).map(
    (file) => JSON.parse(file.toString()) as Record<string, unknown>,
  )
  t.like(data, { route: '/_sys_/serviceStation/regist', caller: { source: 'Internal' } })
  t.deepEqual(value.apiNodes, wanted.apiNodes)
  t.like(value, { serviceStationInfo: { serviceStationName: 'probe', stationVersion: '9' } })
  leave()
})

test('it subscribes, publishes and hears what the recorded clients did', async (t) => {
  const { frames } = vector('pubsub-csharp')
  const heard: [string, Buffer][] = []
  const listener = (body: Uint8Array, title: string) => heard.push([title, Buffer.from(body)])
  const { center, station, subscriptions, leave } = await joined(t, (before) => {
    before.subscribe('SersEvent.ServiceStation.Add', listener)
    before.subscribe('msg.test', listener)
  })
  t.deepEqual(
    subscriptions.map((one) => one.toString('hex')),
    [frames[0].hex, frames[1].hex],
  )
  station.publish('msg.test', Uint8Array.of(1, 2, 3))
  t.is((await center.next()).toString('hex'), frames[2].hex)
  center.send(bytesOf(frames[3]))
  const event = vector('regist-event-add').frames[2]
  center.send(bytesOf(event))
  await until(() => heard.length === 2)
  t.deepEqual(heard, [
    ['msg.test', Buffer.of(1, 2, 3)],
    ['SersEvent.ServiceStation.Add', filesOfFrame(event)[2]],
  ])
  const usage = filesOfFrame(frames[4])
  station.publish(usage[1].toString(), usage[2].toString())
  t.is((await center.next()).toString('hex'), frames[4].hex)
  const other = vector('pubsub-unsubscribe').frames
  const unsubscribe = station.subscribe('t.u', () => {})
  t.is((await center.next()).toString('hex'), other[0].hex)
  unsubscribe()
  t.is((await center.next()).toString('hex'), other[3].hex)
  leave()
})

test('it calls as the recorded callers did, and understands what they were answered', async (t) => {
  const { center, station, leave } = await joined(t)
  const calls = vector('gover-listings').frames
  for (const at of [0, 2]) {
    const [data] = filesOfFrame(calls[at])
    const wanted = JSON.parse(data.toString()) as { route: string; caller: { source: string } }
    const asking = station.call(wanted.route)
    const request = await center.next()
    const said = JSON.parse(filesOf(request.subarray(14))[0].toString()) as typeof wanted
    t.deepEqual(
      [said.route, said.caller.source, request[4], request[5]],
      [wanted.route, wanted.caller.source, kRequestType, 0],
    )
    center.answer(request, frameOf(calls[at + 1]).payload)
    t.deepEqual(await asking, JSON.parse(filesOfFrame(calls[at + 1])[1].toString()))
  }
  const files = vector('multi-file').frames
  const asking = station.request('/p/any', {}, { files: ['third'] })
  const request = await center.next()
  t.deepEqual(filesOf(request.subarray(14)).slice(1), filesOfFrame(files[0]).slice(1))
  center.answer(request, frameOf(files[3]).payload)
  const { rpc, value, files: more } = await asking
  t.deepEqual(
    [JSON.stringify(rpc), ...[value, ...more].map((file) => Buffer.from(file).toString())],
    filesOfFrame(files[3]).map((file) => file.toString()),
  )
  for (const id of ['call-not-found-json', 'timeout-error-reply', 'lost-station-error-reply']) {
    const failing = station.call('/nobody')
    const [reply] = vector(id).frames.filter(({ dir }) => dir === 'center→client')
    center.answer(await center.next(), frameOf(reply).payload)
    const failure = await t.throwsAsync(failing, { instanceOf: SersError })
    const wanted = JSON.parse(filesOfFrame(reply)[1].toString()) as { error: unknown }
    t.deepEqual(failure?.ssError, wanted.error, id)
  }
  leave()
})

test('frames that say nothing are dropped, and the station stays', async (t) => {
  const { center, leave } = await joined(t)
  const [beat, answer] = exchangesOf('cert-heartbeat-csharp', kRequestType)[0]
  const silent = vectors.filter(({ id }) =>
    /^bad-frame-(length|short|reply-unknown|frame-type)/.test(id),
  )
  t.true(silent.length >= 6)
  for (const { id, frames } of silent) {
    for (const frame of frames) center.send(bytesOf(frame))
    center.send(bytesOf(beat))
    t.is((await center.next()).toString('hex'), answer.hex, id)
  }
  const other = frameOf(vector('heartbeat-edge').frames[2])
  center.send(frameBytes(kRequestType, 1, other.key, other.payload))
  t.is(parseFrames(await center.next()).frames[0].payload.toString(), 'error')
  leave()
})
