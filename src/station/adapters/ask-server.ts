// Asks an HTTP server with Node's own client: one that listens nowhere, over a connection in memory, or any other. Over
// memory it is one connection a call, so that nothing of a call can reach the next one. See
// docs/decisions/0014-adopting-applications.md.

import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
  type Server,
} from 'node:http'
import { pipeline, Readable } from 'node:stream'
import { CenterError, centerError } from '../../base/errors.js'
import type { Reply } from '../reply.js'
import { replyOf } from './app-reply.js'
import type { AppRequest } from './app-request.js'
import { MemorySocket } from './memory-socket.js'

/** Bytes of a head; above the 24 KiB of fields that a call may have. */
export const kHeadBytesMax = 64 * 1024

/** Methods whose requests say nothing of a body that is not there (RFC 9110 §8.6); of others Node would announce one. */
const kBodilessMethods = ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']

/** What Node says of a method, path or field that HTTP has no way to write. */
const kUnspeakableCodes = ['ERR_INVALID_CHAR', 'ERR_INVALID_HTTP_TOKEN', 'ERR_UNESCAPED_CHARACTERS']

/**
 * Sends a request and takes the answer.
 *
 * Rejects with ERR_BAD_ARGUMENT when HTTP cannot say the request, with ERR_HANDLER when the application broke the
 * connection instead of answering, and with the signal's reason.
 */
export function askServer(server: Server, request: AppRequest): Promise<Reply> {
  const dial = (options: RequestOptions) =>
    httpRequest({ ...options, createConnection: () => connectTo(server, request.client) })
  return askOver(dial, request, (error) => brokenOff(request.route, error))
}

/**
 * Sends a request over a connection of the caller's choice, and takes the answer.
 *
 * @param dial opens the request with these options.
 * @param failure of a connection that broke, or could not be made.
 * Rejects as {@link askServer} does, with `failure` in place of ERR_HANDLER before the answer has begun.
 */
export function askOver(
  dial: (options: RequestOptions) => ClientRequest,
  request: AppRequest,
  failure: (error: Error) => CenterError,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { method, route, signal } = request
    const outgoing = open(dial, request)
    const giveUp = () => {
      outgoing.destroy()
      reject(signal.reason)
    }
    signal.addEventListener('abort', giveUp, { once: true })
    outgoing.once('close', () => signal.removeEventListener('abort', giveUp))
    outgoing.once('response', (incoming) => {
      const status = incoming.statusCode ?? 0
      const headers = listOf(incoming.rawHeaders)
      const answer = { route, status, headers, isHeadOnly: method === 'HEAD' }
      replyOf(answer, partsOf(incoming, route)).then(resolve, (error: unknown) => {
        outgoing.destroy()
        reject(error)
      })
    })
    outgoing.once('connect', () => {
      outgoing.destroy()
      reject(centerError('ERR_METHOD', { route, method }))
    })
    // Stays for good: a connection that breaks after the answer has begun is told by the answer's body.
    outgoing.on('error', (error) => {
      reject(error instanceof CenterError ? error : failure(error))
    })
    sendBody(outgoing, request)
  })
}

function open(
  dial: (options: RequestOptions) => ClientRequest,
  { method, target, headers, body }: AppRequest,
): ClientRequest {
  const fields = [...headers]
  if (body.form === 'none' && !kBodilessMethods.includes(method)) fields.push('content-length', '0')
  if (body.form === 'whole') fields.push('content-length', String(body.bytes.length))
  if (body.form === 'parts') {
    if (body.length === undefined) fields.push('transfer-encoding', 'chunked')
    else fields.push('content-length', String(body.length))
  }
  try {
    return dial({ method, path: target, headers: fields, maxHeaderSize: kHeadBytesMax })
  } catch (error) {
    const code: unknown = error instanceof Error && Reflect.get(error, 'code')
    if (typeof code !== 'string' || !kUnspeakableCodes.includes(code)) throw error
    const rule = 'HTTP must be able to say it'
    throw centerError('ERR_BAD_ARGUMENT', { name: 'request', value: String(error), rule })
  }
}

function connectTo(server: Server, client: string): MemorySocket {
  const near = new MemorySocket(client)
  const far = new MemorySocket(client)
  MemorySocket.join(near, far)
  server.emit('connection', far)
  return near
}

function sendBody(outgoing: ClientRequest, { body }: AppRequest): void {
  if (body.form === 'none') outgoing.end()
  else if (body.form === 'whole') outgoing.end(body.bytes)
  else {
    // An application may answer without reading all: then the rest is left, and that is no error.
    pipeline(Readable.from(body.parts, { objectMode: false }), outgoing, () => {})
  }
}

async function* partsOf(incoming: IncomingMessage, route: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of incoming) yield part as Uint8Array
  } catch (error) {
    throw brokenOff(route, error)
  }
}

function brokenOff(route: string, error: unknown): CenterError {
  const why = error instanceof Error ? error.message : String(error)
  const reason = `the application broke the connection (${why})`
  return centerError('ERR_HANDLER', { route, reason })
}

/** Names in lower case, as calls know them. */
function listOf(rawHeaders: readonly string[]): string[] {
  return rawHeaders.map((text, index) => (index % 2 === 0 ? text.toLowerCase() : text))
}
