// The smallest HTTP front of a center: enough to show applications through real HTTP.

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Center, createStation, type RawReply, type Station } from '../../src/index.js'
import {
  errorAnswer,
  failureText,
  headOf,
  isJsonType,
  itemText,
  streamHeadOf,
} from '../../src/station/http-form.js'

export type Front = {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  readonly port: number
  close(): Promise<void>
}

/** Opens a front of a center that lives in this process. */
export async function openFront(center: Center): Promise<Front> {
  const station = createStation({ name: 'front', onEvent: () => {} })
  await center.attach(station)
  const server = createServer({ maxHeaderSize: 20_000 }, (request, response) => {
    void answer(station, request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const close = async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return { origin: `http://127.0.0.1:${port}`, port, close }
}

async function answer(
  station: Station,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const route = `${request.method} ${request.url}`
  const controller = new AbortController()
  response.on('close', () => controller.abort())
  try {
    const hasBody =
      request.headers['transfer-encoding'] !== undefined ||
      Number(request.headers['content-length'] ?? 0) > 0
    const reply = await station.request(route, {
      headerList: request.rawHeaders.map((text, at) => (at % 2 === 0 ? text.toLowerCase() : text)),
      ...(request.socket.remoteAddress !== undefined && { client: request.socket.remoteAddress }),
      signal: controller.signal,
      isJson: isJsonType(request.headers['content-type']),
      ...(hasBody && { body: request as AsyncIterable<Uint8Array> }),
    })
    if (reply.items === null) sendWhole(request, response, reply)
    else await sendStream(response, reply, reply.items, request.headers.accept, route)
  } catch (error) {
    if (response.headersSent || controller.signal.aborted) {
      response.destroy()
      return
    }
    const { status, headers, body } = errorAnswer(error, route)
    response.writeHead(status, [...headers, 'content-length', String(Buffer.byteLength(body))])
    response.end(body)
  }
}

function sendWhole(request: IncomingMessage, response: ServerResponse, reply: RawReply): void {
  const { status, headers } = headOf(reply)
  const isTold = headers.includes('content-length') || reply.kind === 'none'
  const isBodiless = status === 204 || status === 304
  const length = isTold || isBodiless ? [] : ['content-length', String(reply.body.length)]
  const none = reply.kind === 'none' && !isTold && !isBodiless && request.method !== 'HEAD'
  response.writeHead(status, [...headers, ...length, ...(none ? ['content-length', '0'] : [])])
  response.end(reply.body)
}

async function sendStream(
  response: ServerResponse,
  reply: RawReply,
  items: NonNullable<RawReply['items']>,
  accept: string | undefined,
  route: string,
): Promise<void> {
  const { status, headers, form } = streamHeadOf(reply, accept)
  response.writeHead(status, [...headers])
  response.flushHeaders()
  const closed = new Promise<void>((resolve) => response.once('close', () => resolve()))
  try {
    for await (const item of items) {
      if (response.write(itemText(item, form))) continue
      const drained = new Promise<void>((resolve) => response.once('drain', () => resolve()))
      await Promise.race([drained, closed])
      if (response.destroyed) return
    }
    response.end()
  } catch (error) {
    const last = failureText(error, route, form)
    if (last === '') response.destroy()
    else response.end(last)
  }
}
