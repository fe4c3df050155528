// Unary calls of an instance that speaks gRPC (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md): one message
// there, one back, both opaque bytes.

import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2'
import { CenterError, centerError, errorBody } from '../../base/errors.js'
import { kBodyBytesMax, kGrpcSessionsMax } from '../../base/limits.js'
import type { CallTarget } from './call-target.js'
import { bracketed } from './srsr-address.js'

type GrpcTarget = Extract<CallTarget, { kind: 'grpc' }>

/** One unary call. */
export type GrpcCall = {
  /** As it is named in errors. */
  readonly route: string
  /** `/package.Service/Method`. */
  readonly path: string
  readonly message: Uint8Array
  /** What the message is: `application/grpc`, `application/grpc+json`, … */
  readonly contentType: string
  readonly metadata: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

export type GrpcReply = { readonly message: Uint8Array; readonly contentType: string }

const kGrpcType = 'application/grpc'
/** One byte that says whether the message is compressed, four of its length. */
const kPrefixBytes = 5
/** Milliseconds that a session may lie idle. */
const kIdleMs = 60_000
/** Most milliseconds that eight digits of a timeout can say. */
const kTimeoutMsMax = 99_999_999

/** HTTP statuses of gRPC's codes, from 0. */
const kStatuses = [
  200, 499, 500, 400, 504, 404, 409, 403, 429, 412, 409, 400, 501, 500, 503, 500, 401,
]

/** Sessions to instances, one for each address, kept for the next call. */
export class GrpcSessions {
  readonly #sessions = new Map<string, ClientHttp2Session>()

  /**
   * Calls.
   *
   * Rejects with ERR_GRPC for a status other than OK, ERR_UNREACHABLE when the instance cannot be reached or breaks off,
   * ERR_BODY_TOO_LARGE for a reply that is too long, and the signal's reason.
   */
  call(name: string, target: GrpcTarget, call: GrpcCall): Promise<GrpcReply> {
    return new Promise((resolve, reject) => {
      const session = this.#sessionTo(target)
      const unreachable = (error: Error) => {
        const syscall: unknown = Reflect.get(error, 'syscall')
        const reason = `${target.host}:${target.port}: ${error.message}`
        const details = { wasSent: syscall !== 'connect' && syscall !== 'getaddrinfo' }
        reject(centerError('ERR_UNREACHABLE', { name, reason }, details))
      }
      // A session that was not made yet tells its streams nothing of why.
      session.once('error', unreachable)
      const stream = session.request({
        ':method': 'POST',
        ':path': call.path,
        te: 'trailers',
        'content-type': call.contentType,
        'grpc-timeout': `${Math.max(1, Math.min(kTimeoutMsMax, Math.floor(call.timeoutMs)))}m`,
        ...call.metadata,
      })
      const giveUp = () => {
        stream.close(constants.NGHTTP2_CANCEL)
        reject(call.signal.reason)
      }
      call.signal.addEventListener('abort', giveUp, { once: true })
      stream.once('close', () => {
        call.signal.removeEventListener('abort', giveUp)
        session.off('error', unreachable)
      })
      stream.once('error', unreachable)
      take(stream, call, resolve, reject)
      stream.end(framed(call.message))
    })
  }

  close(): void {
    for (const session of this.#sessions.values()) session.destroy()
    this.#sessions.clear()
  }

  #sessionTo({ isTls, host, port }: GrpcTarget): ClientHttp2Session {
    const url = `${isTls ? 'https' : 'http'}://${bracketed(host)}:${port}`
    const known = this.#sessions.get(url)
    if (known !== undefined && !known.closed && !known.destroyed) return known
    const session = connect(url)
    session.setTimeout(kIdleMs, () => session.close())
    session.on('error', () => {}) // each call is told by a listener of its own
    session.once('close', () => {
      if (this.#sessions.get(url) === session) this.#sessions.delete(url)
    })
    session.setMaxListeners(0) // one for each call on the way
    session.unref()
    this.#sessions.set(url, session)
    const [oldest] = this.#sessions
    if (this.#sessions.size > kGrpcSessionsMax && oldest !== undefined) {
      this.#sessions.delete(oldest[0])
      oldest[1].close()
    }
    return session
  }
}

function take(
  stream: ClientHttp2Stream,
  { route }: GrpcCall,
  resolve: (reply: GrpcReply) => void,
  reject: (error: Error) => void,
): void {
  const parts: Buffer[] = []
  let bytes = 0
  let contentType = kGrpcType
  let status: string | undefined
  let text = ''
  const read = (headers: IncomingHttpHeaders) => {
    status = textOf(headers['grpc-status']) ?? status
    text = textOf(headers['grpc-message']) ?? text
  }
  let httpStatus = 0
  stream.on('response', (headers) => {
    httpStatus = headers[':status'] ?? 0
    contentType = headers['content-type'] ?? kGrpcType
    read(headers)
  })
  stream.on('trailers', read)
  stream.on('data', (part: Buffer) => {
    bytes += part.length
    if (bytes <= kBodyBytesMax + kPrefixBytes) parts.push(part)
    else {
      stream.close(constants.NGHTTP2_CANCEL)
      reject(centerError('ERR_BODY_TOO_LARGE', { bytes, limit: kBodyBytesMax }))
    }
  })
  stream.on('end', () => {
    if (status === undefined) {
      const message = `HTTP status ${httpStatus} and no status of gRPC`
      reject(grpcError(route, httpStatus === 404 ? 12 : 2, message))
    } else if (status !== '0') reject(grpcError(route, Number(status), decoded(text)))
    else {
      const message = unframed(Buffer.concat(parts))
      if (message === null) reject(grpcError(route, 13, 'the reply is no single message'))
      else resolve({ message, contentType })
    }
  })
}

/** The error of a gRPC status, with the HTTP status that belongs to it. */
export function grpcError(route: string, code: number, message: string): CenterError {
  const body = errorBody(
    'ERR_GRPC',
    { route, status: `${code} ${message}`.trim() },
    { code, message },
  )
  const status = kStatuses[code] ?? 500
  return new CenterError({ ...body, status: status === 200 ? 502 : status, retryable: code === 14 })
}

function framed(message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(kPrefixBytes)
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}

/** @returns the one message; null when it is none, several, or compressed, which was not offered. */
function unframed(bytes: Buffer): Uint8Array | null {
  if (bytes.length < kPrefixBytes || bytes[0] !== 0) return null
  const length = bytes.readUInt32BE(1)
  return bytes.length === kPrefixBytes + length ? bytes.subarray(kPrefixBytes) : null
}

function textOf(field: string | string[] | undefined): string | undefined {
  return typeof field === 'string' ? field : field?.[0]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // as it came: a lone % is the service's own spelling
  }
}
