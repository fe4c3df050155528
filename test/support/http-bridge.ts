// An HTTP server on loopback that answers with what a station's fetch gives.

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** @returns its origin, and what ends it. */
export async function openBridge(fetch: Fetch): Promise<{ origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    const answer = async () => {
      const { method = 'GET', url = '/' } = request
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer) // no encoding is set
      const headers = new Headers()
      for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value))
      const body = parts.length === 0 ? {} : { body: Buffer.concat(parts) }
      const controller = new AbortController()
      response.on('close', () => controller.abort())
      const reply = await fetch(url, { method, headers, ...body, signal: controller.signal })
      response.writeHead(reply.status, Object.fromEntries(reply.headers))
      if (reply.body === null) response.end()
      else await pipeline(Readable.fromWeb(reply.body), response)
    }
    // A browser that goes away in mid-stream is no failure of the bridge.
    answer().catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // it listens on TCP
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { origin: `http://127.0.0.1:${port}`, close }
}
