// One WebSocket: calls routes and listens to topics for its client. Framing is in socket-frames.ts.

import { CenterError, centerError, errorBodyOf } from '../base/errors.js'
import { kSocketCallsMax, kSocketTopicsMax, kSocketWaitingBytesMax } from '../base/limits.js'
import type { HttpRequest, HttpSocket, SocketHandlers } from '../http/http-server.js'
import { Canceller } from '../station/canceller.js'
import type { RawReply } from '../station/exchange.js'
import { headerListOf, headerTextOf } from '../wire/header-list.js'
import { parseCallPath } from '../wire/route-key.js'
import type { GatewayWorld } from './gateway-world.js'
import { localField } from './own-paths.js'
import { idText, namedFields, originText, type RequestFields } from './request-fields.js'
import { idOfRefusal, readAsk, type SocketAsk, writeAnswer, writeError } from './socket-frames.js'
import type { SocketTopics, TopicReader } from './socket-topics.js'

/** Subprotocol, for clients that name one. */
export const kSocketProtocol = 'signalbox.v1'

/** RFC 6455 §7.4.1. */
const kPolicyViolation = 1008

type CallAsk = Extract<SocketAsk, { kind: 'call' }>

export class WebSocketSession implements SocketHandlers, TopicReader {
  readonly protocol?: string
  readonly #world: GatewayWorld
  readonly #topics: SocketTopics
  readonly #fields: RequestFields
  readonly #calls = new Map<number, Canceller>()
  readonly #listened = new Set<string>()
  #socket: HttpSocket | null = null
  #drained: (() => void)[] = []

  constructor(
    world: GatewayWorld,
    topics: SocketTopics,
    request: HttpRequest,
    fields: RequestFields,
  ) {
    this.#world = world
    this.#topics = topics
    this.#fields = fields
    const wanted = request.header('sec-websocket-protocol') ?? ''
    if (wanted.split(',').some((one) => one.trim() === kSocketProtocol)) {
      this.protocol = kSocketProtocol
    }
  }

  onOpen(socket: HttpSocket): void {
    this.#socket = socket
    this.#world.counters.count('sockets_opened')
  }

  onMessage(message: Uint8Array | string): void {
    let ask: SocketAsk
    try {
      ask = readAsk(message)
    } catch (error) {
      const refusal = asCenterError(error, 'message')
      this.#send(writeError(idOfRefusal(refusal), refusal))
      return
    }
    this.#take(ask).catch((error: unknown) => this.#fail(ask.id, error))
  }

  onDrained(): void {
    for (const resolve of this.#drained.splice(0)) resolve()
  }

  onClosed(): void {
    this.#socket = null
    this.#world.counters.count('sockets_closed')
    for (const canceller of this.#calls.values()) {
      canceller.cancel(centerError('ERR_CANCELLED', { route: 'a WebSocket that was closed' }))
    }
    for (const topic of this.#listened) this.#topics.remove(topic, this)
    this.onDrained()
  }

  /** A message of a topic: lost where the client is slow. */
  onTopicMessage(message: Uint8Array | string): void {
    const isSlow = (this.#socket?.waitingBytes ?? 0) + message.length > kSocketWaitingBytesMax
    if (!isSlow && this.#socket?.send(message) === true) {
      this.#world.counters.count('socket_messages')
    } else this.#world.counters.count('socket_messages_lost')
  }

  async #take(ask: SocketAsk): Promise<void> {
    switch (ask.kind) {
      case 'call':
        await this.#call(ask)
        break
      case 'cancel':
        this.#calls.get(ask.id)?.cancel(centerError('ERR_CANCELLED', { route: 'the call' }))
        break
      case 'subscribe':
        await this.#subscribe(ask.id, ask.topic)
        break
      case 'unsubscribe':
        if (this.#listened.delete(ask.topic)) this.#topics.remove(ask.topic, this)
        this.#send(JSON.stringify({ id: ask.id, reply: null }))
        break
      case 'publish':
        await this.#world.station.publish(ask.topic, ask.message)
        if (ask.id !== undefined) this.#send(JSON.stringify({ id: ask.id, reply: null }))
        break
    }
  }

  async #subscribe(id: number, topic: string): Promise<void> {
    if (!this.#listened.has(topic)) {
      if (this.#listened.size >= kSocketTopicsMax) {
        const what = 'the list of topics of this WebSocket'
        throw centerError('ERR_OVERLOADED', { what, limit: kSocketTopicsMax })
      }
      this.#listened.add(topic)
      try {
        await this.#topics.add(topic, this)
      } catch (error) {
        this.#listened.delete(topic)
        throw error
      }
      if (this.#socket === null) this.#topics.remove(topic, this) // closed meanwhile
    }
    this.#send(JSON.stringify({ id, reply: null }))
  }

  async #call(ask: CallAsk): Promise<void> {
    const { id } = ask
    if (this.#calls.has(id)) {
      throw centerError('ERR_BAD_REQUEST', { rule: `a call with id ${id} is on the way already` })
    }
    if (this.#calls.size >= kSocketCallsMax) {
      const what = 'the list of calls of this WebSocket'
      throw centerError('ERR_OVERLOADED', { what, limit: kSocketCallsMax })
    }
    const canceller = new Canceller()
    this.#calls.set(id, canceller)
    this.#world.counters.count('socket_calls')
    try {
      await this.#answer(id, await this.#request(ask, canceller))
    } finally {
      this.#calls.delete(id)
    }
  }

  #request(ask: CallAsk, canceller: Canceller): Promise<RawReply> {
    const { ids, rules, station } = this.#world
    const { key, method, query } = parseCallPath(ask.route, ask.body !== undefined)
    const path = key.slice(method.length + 1)
    const given = namedFields(headerListOf(headerTextOf(ask.headers)))
    const trace = ids.traceOf(given.traceParent, given.traceState)
    const requestId = ids.idOf(given.requestId)
    return station.request(query === '' ? key : `${key}?${query}`, {
      headerText:
        given.text +
        originText(this.#fields) +
        idText(requestId, trace.traceparent) +
        localField(path, this.#fields),
      client: this.#fields.client,
      trace,
      timeoutMs: ask.timeoutMs ?? rules.timeoutMs,
      canceller,
      isJson: ask.isJson,
      ...(ask.body === undefined ? {} : { body: ask.body }),
    })
  }

  async #answer(id: number, reply: RawReply): Promise<void> {
    const status = reply.status === 0 ? {} : { status: reply.status }
    if (reply.items === null) {
      this.#send(writeAnswer({ id, ...status }, 'reply', reply.kind, reply.body))
      return
    }
    for await (const { kind, bytes } of reply.items) {
      this.#send(writeAnswer({ id }, 'item', kind, bytes))
      await this.#whenTaken()
      if (this.#socket === null) return
    }
    this.#send(JSON.stringify({ id, end: true }))
  }

  #fail(id: number | undefined, error: unknown): void {
    this.#send(writeError(id, asCenterError(error, 'call')))
  }

  /** What must arrive: a client that does not take it is too slow to stay. */
  #send(message: Uint8Array | string): void {
    const socket = this.#socket
    if (socket === null) return
    if (!socket.send(message)) socket.close(kPolicyViolation, 'the client is too slow')
  }

  async #whenTaken(): Promise<void> {
    while (this.#socket !== null && this.#socket.waitingBytes > kSocketWaitingBytesMax) {
      await new Promise<void>((resolve) => this.#drained.push(resolve))
    }
  }
}

function asCenterError(error: unknown, where: string): CenterError {
  return error instanceof CenterError ? error : new CenterError(errorBodyOf(error, where))
}
