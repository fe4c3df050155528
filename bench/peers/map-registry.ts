// What the registry is compared with: uWebSockets.js alone, and a Map, with no rule at all.

import { loadUws } from '../../src/http/uws-load.js'
import { answer } from '../answer.js'

const kType = 'application/json; charset=utf-8'
const addresses = new Map<string, string>()
const beats = new Map<string, number>()

answer(
  {
    /** `host:port` on any port of loopback; null where uWebSockets.js cannot be loaded. */
    start: () => {
      const { uws } = loadUws()
      if (uws === null) return null
      const app = uws.App()
      app.any('/*', (response, request) => {
        const path = request.getUrl()
        let text = ''
        response.onAborted(() => {})
        response.onData((chunk, isLast) => {
          text += Buffer.from(chunk).toString()
          if (!isLast) return
          const body = JSON.parse(text) as { name: string; id: string; address: string }
          response.writeHeader('content-type', kType).end(answerTo(path, body))
        })
      })
      return new Promise((resolve, reject) => {
        app.listen('127.0.0.1', 0, 0, (listening) => {
          if (listening === false) reject(new Error('uws cannot listen'))
          else resolve(`127.0.0.1:${uws.us_socket_local_port(listening)}`)
        })
      })
    },
  },
  async () => {},
)

function answerTo(
  path: string,
  { name, id, address }: { name: string; id: string; address: string },
): string {
  if (path === '/register') {
    addresses.set(name, address)
    beats.set(name, 0)
    return JSON.stringify({ id: name, success: true })
  }
  if (path === '/heartbeat') {
    const isThere = beats.has(id)
    if (isThere) beats.set(id, performance.now())
    return JSON.stringify({ success: isThere })
  }
  const found = addresses.get(name)
  return JSON.stringify({ success: found !== undefined, address: found ?? '' })
}
