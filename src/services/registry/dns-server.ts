// The sockets of DNS: UDP and TCP at one port. Answers questions for the registry's zone; asks nobody.

import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, isIPv6, type Server, type Socket } from 'node:net'
import { AUTHORITATIVE_ANSWER, decode, encode, type Packet, TRUNCATED_RESPONSE } from 'dns-packet'
import { centerError } from '../../base/errors.js'
import { kDnsConnectionsMax } from '../../base/limits.js'
import type { TrustedProxies } from '../../gateway/forwarded.js'
import { plainAddress } from '../../http/remote-address.js'
import { type DnsZone, kFormatError, kNotImplemented, type ZoneAnswer } from './dns-zone.js'
import { bracketed } from './srsr-address.js'

/** Tries to find a port that is free for both, for port 0. */
const kPortTriesMax = 16
/** Bytes of an answer over UDP, unless the client says that it takes more (RFC 6891 §6.2.5) … */
const kUdpBytes = 512
/** … and what passes most networks in one piece all the same. */
const kUdpBytesMax = 1_232
/** Milliseconds without a question, after which a connection is closed. */
const kTcpIdleMs = 5_000
const kHeaderBytes = 12
const kLengthBytes = 2
/** Bit of RD, which is given back as it came. */
const kRecursionDesired = 1 << 8
const kOpcodeMask = 0x7800

export class DnsServer {
  /** Bound `host:port`. */
  readonly address: string
  readonly #udp: UdpSocket
  readonly #tcp: Server
  readonly #connections = new Set<Socket>()
  readonly #zone: DnsZone
  readonly #allowed: TrustedProxies | null

  /** Made by {@link openDnsServer}. */
  constructor({ zone, allowed }: DnsPlan, address: string, udp: UdpSocket, tcp: Server) {
    this.#zone = zone
    this.#allowed = allowed
    this.#udp = udp
    this.#tcp = tcp
    this.address = address
    udp.on('message', (message, { port: to, address }) => {
      if (!this.#isAllowed(address)) return
      const answer = this.#answer(message, false)
      // A client that cannot be reached asks again.
      if (answer !== null) udp.send(answer, to, address, () => {})
    })
    udp.on('error', () => {}) // of one datagram; the socket lives
    tcp.on('connection', (socket) => this.#onConnection(socket))
  }

  close(): void {
    this.#udp.close()
    this.#tcp.close()
    for (const socket of this.#connections) socket.destroy()
  }

  #isAllowed(address: string): boolean {
    return this.#allowed === null || this.#allowed.isTrusted(address)
  }

  #onConnection(socket: Socket): void {
    if (
      this.#connections.size >= kDnsConnectionsMax ||
      !this.#isAllowed(plainAddress(socket.remoteAddress))
    ) {
      socket.destroy()
      return
    }
    this.#connections.add(socket)
    socket.setTimeout(kTcpIdleMs, () => socket.destroy())
    socket.on('error', () => socket.destroy())
    socket.once('close', () => this.#connections.delete(socket))
    let waiting: Buffer = Buffer.alloc(0)
    const answerNext = (): void => {
      const end = waiting.length < kLengthBytes ? kLengthBytes : frameEnd(waiting)
      if (socket.destroyed) return
      if (waiting.length < end) {
        socket.resume()
        return
      }
      const answer = this.#answer(waiting.subarray(kLengthBytes, end), true)
      waiting = waiting.subarray(end)
      if (answer === null) {
        socket.destroy()
        return
      }
      const length = Buffer.alloc(kLengthBytes)
      length.writeUInt16BE(answer.length)
      // One in each turn, so that many questions at once hold nobody up; and none while the client does not read: its silence
      // cuts it off.
      if (socket.write(Buffer.concat([length, answer]))) setImmediate(answerNext)
      else socket.once('drain', answerNext)
    }
    socket.on('data', (part: Buffer) => {
      socket.pause() // until all that came is answered
      waiting = Buffer.concat([waiting, part])
      answerNext()
    })
  }

  /** @returns null for what is no question at all. */
  #answer(message: Buffer, isTcp: boolean): Buffer | null {
    if (message.length < kHeaderBytes || (message.readUInt16BE(2) & 0x8000) !== 0) return null
    let query: Packet
    try {
      query = decode(message)
    } catch {
      // It is what it is: the client is told, by the number that it gave.
      return encode({ type: 'response', id: message.readUInt16BE(0), flags: kFormatError })
    }
    const { id = 0, flags = 0, questions = [], additionals = [] } = query
    const [question] = questions
    const echoed = flags & kRecursionDesired
    if ((flags & kOpcodeMask) !== 0) {
      return encode({ type: 'response', id, flags: echoed | kNotImplemented })
    }
    if (question === undefined || questions.length > 1) {
      return encode({ type: 'response', id, flags: echoed | kFormatError })
    }
    // Bytes that are no text would not be the same name in the answer.
    if (question.name.includes('\uFFFD')) {
      return encode({ type: 'response', id, flags: echoed | kFormatError })
    }
    const option = additionals.find(({ type }) => type === 'OPT')
    const size = option !== undefined && 'udpPayloadSize' in option ? option.udpPayloadSize : 0
    const bytesMax = isTcp ? 65_535 : Math.min(kUdpBytesMax, Math.max(kUdpBytes, size))
    return fitted(
      { type: 'response', id, flags: echoed | AUTHORITATIVE_ANSWER, questions: [question] },
      this.#zone.answer(question),
      option !== undefined,
      bytesMax,
    )
  }
}

/** Where the message ends that a length of two bytes precedes. */
function frameEnd(bytes: Buffer): number {
  return kLengthBytes + bytes.readUInt16BE(0)
}

/** An answer that does not fit says so, and the client asks over TCP. */
function fitted(head: Packet, answer: ZoneAnswer, hasOption: boolean, bytesMax: number): Buffer {
  const { code, answers, authorities, additionals } = answer
  const flags = (head.flags ?? 0) | code
  const option: NonNullable<Packet['additionals']> = hasOption
    ? [
        {
          type: 'OPT',
          name: '.',
          udpPayloadSize: kUdpBytesMax,
          extendedRcode: 0,
          ednsVersion: 0,
          flags: 0,
          flag_do: false,
          options: [],
        },
      ]
    : []
  const whole = encode({
    ...head,
    flags,
    answers,
    authorities,
    additionals: [...additionals, ...option],
  })
  if (whole.length <= bytesMax) return whole
  const short = encode({ ...head, flags, answers, authorities, additionals: option })
  if (short.length <= bytesMax) return short
  return encode({ ...head, flags: flags | TRUNCATED_RESPONSE, additionals: option })
}

export type DnsPlan = {
  readonly zone: DnsZone
  /** Peers that may ask at all; null: all. */
  readonly allowed: TrustedProxies | null
}

/**
 * Listens for questions.
 *
 * @param port 0 takes any that is free for both. Rejects with ERR_LISTEN.
 */
export async function openDnsServer(plan: DnsPlan, host: string, port: number): Promise<DnsServer> {
  for (let tries = 1; ; tries++) {
    const tcp = createServer()
    const udp = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
    try {
      tcp.listen(port, host)
      await once(tcp, 'listening')
      const bound = tcp.address()
      const taken = typeof bound === 'object' && bound !== null ? bound.port : port
      udp.bind(taken, host)
      await once(udp, 'listening')
      return new DnsServer(plan, `${bracketed(host)}:${taken}`, udp, tcp)
    } catch (error) {
      tcp.close()
      udp.close()
      if (port === 0 && tries < kPortTriesMax) continue
      const reason = error instanceof Error ? error.message : String(error)
      throw centerError('ERR_LISTEN', { address: `${bracketed(host)}:${port}`, reason })
    }
  }
}
