// Control messages: what a station and the center say to each other beside calls. See schema/control.fbs.
//
// Both directions hold to one set of rules (control-layout.ts): what encodes here decodes there.

import { Builder, ByteBuffer } from 'flatbuffers'
import { CenterError, centerError, type ErrorBody } from '../base/errors.js'
import { kControlBytesMax, kDispatchersMax } from '../base/limits.js'
import { kControlRoot } from './control-layout.js'
import { verifyFlatMessage } from './flat-verifier.js'
import * as wire from './generated/signalbox/control.js'

/** The version of frames and control messages that this side speaks. */
export const kProtocolVersion = 1

/** What carries a link. */
export type Carrier = 'shm' | 'pipe' | 'tcp' | 'worker' | 'attached' | 'sers'

/** A route that a station offers. */
export type OfferedRoute = {
  /** The station's own number of it. */
  readonly index: number
  /** Method and pattern: `GET /a/:id`. */
  readonly route: string
  readonly isIdempotent: boolean
  /** '' for the center's default. */
  readonly balance: string
  readonly weight: number
  readonly description: string
  /** JSON text, or ''. */
  readonly requestSchema: string
  /** JSON text, or ''. */
  readonly replySchema: string
  /** A JSON object as text, or ''; see docs/OPENAPI.md. */
  readonly docs: string
}

/** A topic that a station listens to. */
export type OfferedSubscription = {
  /** The station's own number of it. */
  readonly index: number
  readonly topic: string
  /** Subscriptions of one group share the messages; '' for none. */
  readonly group: string
}

/** A lane for the calls of one path, from the center to either end. */
export type LaneOpen = {
  readonly type: 'lane-open'
  readonly lane: number
  /** Which end the receiver has. */
  readonly side: LaneSide
  readonly ringBytes: number
  /** "METHOD /path". */
  readonly path: string
  /** The answering station's own number of the route. */
  readonly offered: number
  readonly isIdempotent: boolean
  /** Name of the station at the other end. */
  readonly peer: string
}

export type LaneSide = 'caller' | 'station'

/** A lane ends; see schema/control.fbs. */
export type LaneOver = {
  readonly type: 'lane-over'
  readonly lane: number
  /** The other end is gone. */
  readonly isLost: boolean
}

/** `retryAfterMs` of a goodbye to a station that shall not join again by itself. */
export const kGoodbyeForGood = 0

/** One control message. */
export type ControlMessage =
  | {
      readonly type: 'hello'
      readonly protocol: number
      readonly name: string
      readonly version: string
      readonly pid: number
      readonly carrier: Carrier
      readonly token: string
      /** It takes {@link LaneOpen} and {@link LaneOver} from its socket. */
      readonly takesLanes: boolean
      /** It knows what several dispatchers mean; see docs/PROTOCOL.md. */
      readonly takesBranches: boolean
    }
  | {
      readonly type: 'welcome'
      readonly protocol: number
      readonly linkIndex: number
      readonly generation: number
      readonly center: string
      readonly carrier: Carrier
      readonly ringBytes: number
      readonly leaseMs: number
      readonly heartbeatMs: number
      readonly notice: string
      /** Dispatchers of the center, 1 or more. */
      readonly dispatchers: number
      /** Which of them has the home pair of rings. */
      readonly home: number
    }
  | { readonly type: 'refused'; readonly error: ErrorBody }
  | {
      readonly type: 'register'
      readonly requestId: number
      readonly routes: readonly OfferedRoute[]
      readonly subscriptions: readonly OfferedSubscription[]
      readonly unsubscribed: readonly number[]
    }
  | { readonly type: 'registered'; readonly requestId: number; readonly epoch: number }
  | { readonly type: 'failed'; readonly requestId: number; readonly error: ErrorBody }
  | { readonly type: 'leave'; readonly requestId: number }
  | { readonly type: 'left'; readonly requestId: number }
  | { readonly type: 'goodbye'; readonly reason: string; readonly retryAfterMs: number }
  | LaneOpen
  | LaneOver

/**
 * Lays a message out as bytes of its own.
 *
 * @param message numbers are whole, 0 … 2^32 − 1; texts within the bounds that the schema states.
 * @returns at most {@link kControlBytesMax} bytes, which {@link decodeControl} reads back to an equal message.
 * @throws CenterError ERR_BAD_ARGUMENT when the message breaks a bound.
 */
export function encodeControl(message: ControlMessage): Uint8Array {
  const builder = new Builder(kBuilderBytes)
  const [type, body] = buildBody(builder, message)
  builder.finish(wire.Message.createMessage(builder, type, body), kControlRoot.identifier)
  const bytes = builder.asUint8Array()
  try {
    verifyControl(bytes)
  } catch (error) {
    if (!(error instanceof CenterError)) throw error
    throw centerError('ERR_BAD_ARGUMENT', {
      name: `control message ${message.type}`,
      value: 'not fit to send',
      rule: error.message,
    })
  }
  return bytes
}

/**
 * Reads a message.
 *
 * @param bytes the body of a control frame; hostile bytes are safe, and cost time and memory in proportion to their
 * number. The message keeps no reference to them.
 * @throws CenterError ERR_PROTOCOL on anything but a whole message of a known type. The protocol version of a hello is
 * not judged here, so that the center can answer in words.
 */
export function decodeControl(bytes: Uint8Array): ControlMessage {
  verifyControl(bytes)
  const message = wire.Message.getRootAsMessage(new ByteBuffer(bytes))
  const type = message.bodyType()
  switch (type) {
    case wire.Body.Hello:
      return readHello(bodyOf(message, new wire.Hello()))
    case wire.Body.Welcome:
      return readWelcome(bodyOf(message, new wire.Welcome()))
    case wire.Body.Refused:
      return { type: 'refused', error: readError(bodyOf(message, new wire.Refused()).error()) }
    case wire.Body.Register:
      return readRegister(bodyOf(message, new wire.Register()))
    case wire.Body.Registered: {
      const body = bodyOf(message, new wire.Registered())
      return { type: 'registered', requestId: body.requestId(), epoch: body.epoch() }
    }
    case wire.Body.Failed: {
      const body = bodyOf(message, new wire.Failed())
      return { type: 'failed', requestId: body.requestId(), error: readError(body.error()) }
    }
    case wire.Body.Leave:
      return { type: 'leave', requestId: bodyOf(message, new wire.Leave()).requestId() }
    case wire.Body.Left:
      return { type: 'left', requestId: bodyOf(message, new wire.Left()).requestId() }
    case wire.Body.Goodbye: {
      const body = bodyOf(message, new wire.Goodbye())
      return { type: 'goodbye', reason: body.reason() ?? '', retryAfterMs: body.retryAfterMs() }
    }
    case wire.Body.LaneOpen:
      return readLaneOpen(bodyOf(message, new wire.LaneOpen()))
    case wire.Body.LaneOver: {
      const body = bodyOf(message, new wire.LaneOver())
      return { type: 'lane-over', lane: body.lane(), isLost: body.isLost() }
    }
    case wire.Body.NONE:
      return refuse('the message has no type')
    default:
      return refuse(`message type ${String(type)} is unknown`)
  }
}

/** First size of a builder's memory; it doubles as needed. Most messages fit. */
const kBuilderBytes = 512

const kU32Max = 0xffff_ffff

const kWireCarriers: Readonly<Record<Carrier, wire.Carrier>> = {
  shm: wire.Carrier.Shm,
  pipe: wire.Carrier.Pipe,
  tcp: wire.Carrier.Tcp,
  worker: wire.Carrier.Worker,
  attached: wire.Carrier.Attached,
  sers: wire.Carrier.Worker, // never said: such a link is made inside of the center
}

/** Size and shape; what the layouts cannot say (carriers, statuses, JSON) is checked while reading. */
function verifyControl(bytes: Uint8Array): void {
  if (bytes.length > kControlBytesMax) {
    refuse(`a control message has ${bytes.length} bytes; ${kControlBytesMax} are allowed`)
  }
  verifyFlatMessage(bytes, kControlRoot)
}

function refuse(rule: string): never {
  throw centerError('ERR_PROTOCOL', { rule })
}

// Writing. In FlatBuffers texts and vectors are written before the table that names them.

function buildBody(builder: Builder, message: ControlMessage): [wire.Body, number] {
  switch (message.type) {
    case 'hello':
      return [wire.Body.Hello, buildHello(builder, message)]
    case 'welcome':
      return [wire.Body.Welcome, buildWelcome(builder, message)]
    case 'refused': {
      const error = buildError(builder, message.error)
      return [wire.Body.Refused, wire.Refused.createRefused(builder, error)]
    }
    case 'register':
      return [wire.Body.Register, buildRegister(builder, message)]
    case 'registered': {
      const epoch = word('epoch', message.epoch)
      const requestId = word('requestId', message.requestId)
      return [wire.Body.Registered, wire.Registered.createRegistered(builder, requestId, epoch)]
    }
    case 'failed': {
      const error = buildError(builder, message.error)
      wire.Failed.startFailed(builder)
      wire.Failed.addRequestId(builder, word('requestId', message.requestId))
      wire.Failed.addError(builder, error)
      return [wire.Body.Failed, wire.Failed.endFailed(builder)]
    }
    case 'leave':
      return [
        wire.Body.Leave,
        wire.Leave.createLeave(builder, word('requestId', message.requestId)),
      ]
    case 'left':
      return [wire.Body.Left, wire.Left.createLeft(builder, word('requestId', message.requestId))]
    case 'goodbye': {
      const reason = builder.createString(message.reason)
      const retryAfterMs = word('retryAfterMs', message.retryAfterMs)
      return [wire.Body.Goodbye, wire.Goodbye.createGoodbye(builder, reason, retryAfterMs)]
    }
    case 'lane-open':
      return [wire.Body.LaneOpen, buildLaneOpen(builder, message)]
    case 'lane-over': {
      const lane = word('lane', message.lane)
      return [wire.Body.LaneOver, wire.LaneOver.createLaneOver(builder, lane, message.isLost)]
    }
  }
}

function buildHello(builder: Builder, hello: ControlMessage & { type: 'hello' }): number {
  return wire.Hello.createHello(
    builder,
    word('protocol', hello.protocol),
    builder.createString(hello.name),
    builder.createString(hello.version),
    word('pid', hello.pid),
    kWireCarriers[hello.carrier],
    builder.createString(hello.token),
    hello.takesLanes,
    hello.takesBranches,
  )
}

function buildWelcome(builder: Builder, welcome: ControlMessage & { type: 'welcome' }): number {
  return wire.Welcome.createWelcome(
    builder,
    word('protocol', welcome.protocol),
    word('linkIndex', welcome.linkIndex),
    word('generation', welcome.generation),
    builder.createString(welcome.center),
    kWireCarriers[welcome.carrier],
    word('ringBytes', welcome.ringBytes),
    word('leaseMs', welcome.leaseMs),
    word('heartbeatMs', welcome.heartbeatMs),
    builder.createString(welcome.notice),
    word('dispatchers', welcome.dispatchers),
    word('home', welcome.home),
  )
}

function buildRegister(builder: Builder, register: ControlMessage & { type: 'register' }): number {
  const routes = register.routes.map((route) =>
    wire.Route.createRoute(
      builder,
      word('index', route.index),
      builder.createString(route.route),
      route.isIdempotent,
      builder.createString(route.balance),
      word('weight', route.weight),
      builder.createString(route.description),
      builder.createString(route.requestSchema),
      builder.createString(route.replySchema),
      builder.createString(route.docs),
    ),
  )
  const subscriptions = register.subscriptions.map((subscription) =>
    wire.Subscription.createSubscription(
      builder,
      word('index', subscription.index),
      builder.createString(subscription.topic),
      builder.createString(subscription.group),
    ),
  )
  const unsubscribed = register.unsubscribed.map((index) => word('unsubscribed', index))
  return wire.Register.createRegister(
    builder,
    word('requestId', register.requestId),
    wire.Register.createRoutesVector(builder, routes),
    wire.Register.createSubscriptionsVector(builder, subscriptions),
    wire.Register.createUnsubscribedVector(builder, unsubscribed),
  )
}

function buildLaneOpen(builder: Builder, open: LaneOpen): number {
  return wire.LaneOpen.createLaneOpen(
    builder,
    word('lane', open.lane),
    open.side === 'caller' ? wire.LaneSide.Caller : wire.LaneSide.Station,
    word('ringBytes', open.ringBytes),
    builder.createString(open.path),
    word('offered', open.offered),
    open.isIdempotent,
    builder.createString(open.peer),
  )
}

function buildError(builder: Builder, error: ErrorBody): number {
  if (!isErrorStatus(error.status)) {
    throw centerError('ERR_BAD_ARGUMENT', {
      name: 'status',
      value: error.status,
      rule: 'an error has a status of 400 … 599',
    })
  }
  return wire.ErrorBody.createErrorBody(
    builder,
    builder.createString(error.code),
    builder.createString(error.text),
    error.status,
    error.retryable,
    builder.createString(JSON.stringify(error.details) ?? ''),
  )
}

/** A number as it fits the wire; the builder would cut it silently. */
function word(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= kU32Max) return value
  throw centerError('ERR_BAD_ARGUMENT', { name, value, rule: 'a whole number of 32 bits is due' })
}

function isErrorStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 400 && status <= 599
}

// Reading, after the verifier: all offsets are sound, all required fields are there.

type Table = { __init(at: number, bytes: ByteBuffer): unknown }

/** Points a generated accessor at the body. The generated signature has `any` in it; this one does not. */
function bodyOf<T extends Table>(message: wire.Message, body: T): T {
  const found: unknown = message.body(body)
  if (found !== body) refuse('Message.body is missing')
  return body
}

function readHello(hello: wire.Hello): ControlMessage {
  return {
    type: 'hello',
    protocol: hello.protocol(),
    name: hello.name(),
    version: hello.version() ?? '',
    pid: hello.pid(),
    carrier: readCarrier(hello.carrier()),
    token: hello.token() ?? '',
    takesLanes: hello.takesLanes(),
    takesBranches: hello.takesBranches(),
  }
}

function readWelcome(welcome: wire.Welcome): ControlMessage {
  const dispatchers = welcome.dispatchers()
  const home = welcome.home()
  if (dispatchers < 1 || dispatchers > kDispatchersMax)
    refuse(`a center has 1 to ${kDispatchersMax} dispatchers, not ${dispatchers}`)
  if (home >= dispatchers) refuse(`home ${home} is none of ${dispatchers} dispatchers`)
  return {
    type: 'welcome',
    protocol: welcome.protocol(),
    linkIndex: welcome.linkIndex(),
    generation: welcome.generation(),
    center: welcome.center(),
    carrier: readCarrier(welcome.carrier()),
    ringBytes: welcome.ringBytes(),
    leaseMs: welcome.leaseMs(),
    heartbeatMs: welcome.heartbeatMs(),
    notice: welcome.notice() ?? '',
    dispatchers,
    home,
  }
}

function readRegister(register: wire.Register): ControlMessage {
  const routes: OfferedRoute[] = []
  const route = new wire.Route()
  for (let index = 0; index < register.routesLength(); index++) {
    register.routes(index, route)
    routes.push({
      index: route.index(),
      route: route.route(),
      isIdempotent: route.isIdempotent(),
      balance: route.balance() ?? '',
      weight: route.weight(),
      description: route.description() ?? '',
      requestSchema: route.requestSchema() ?? '',
      replySchema: route.replySchema() ?? '',
      docs: route.docs() ?? '',
    })
  }
  const subscriptions: OfferedSubscription[] = []
  const subscription = new wire.Subscription()
  for (let index = 0; index < register.subscriptionsLength(); index++) {
    register.subscriptions(index, subscription)
    subscriptions.push({
      index: subscription.index(),
      topic: subscription.topic(),
      group: subscription.group() ?? '',
    })
  }
  const unsubscribed: number[] = []
  for (let index = 0; index < register.unsubscribedLength(); index++) {
    unsubscribed.push(register.unsubscribed(index) ?? 0)
  }
  return { type: 'register', requestId: register.requestId(), routes, subscriptions, unsubscribed }
}

function readLaneOpen(open: wire.LaneOpen): LaneOpen {
  const side = open.side()
  if (side !== wire.LaneSide.Caller && side !== wire.LaneSide.Station) {
    return refuse(`end ${String(side)} of a lane is unknown`)
  }
  return {
    type: 'lane-open',
    lane: open.lane(),
    side: side === wire.LaneSide.Caller ? 'caller' : 'station',
    ringBytes: open.ringBytes(),
    path: open.path(),
    offered: open.offered(),
    isIdempotent: open.isIdempotent(),
    peer: open.peer(),
  }
}

function readError(error: wire.ErrorBody | null): ErrorBody {
  if (error === null) return refuse('the error is missing')
  const status = error.status()
  if (!isErrorStatus(status)) refuse(`an error has status ${status}; 400 … 599 are allowed`)
  const body = {
    code: error.code(),
    text: error.text() ?? '',
    status,
    retryable: error.retryable(),
  }
  const details = error.details() ?? ''
  return details === '' ? body : { ...body, details: parseDetails(details) }
}

function parseDetails(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return refuse('the details of an error are not JSON')
  }
}

function readCarrier(carrier: wire.Carrier): Carrier {
  switch (carrier) {
    case wire.Carrier.Shm:
      return 'shm'
    case wire.Carrier.Pipe:
      return 'pipe'
    case wire.Carrier.Tcp:
      return 'tcp'
    case wire.Carrier.Worker:
      return 'worker'
    case wire.Carrier.Attached:
      return 'attached'
    case wire.Carrier.Unknown:
      return refuse('no carrier is named')
    default:
      return refuse(`carrier ${String(carrier)} is unknown`)
  }
}
