// Clients of a registry: registers many instances by srsr, and keeps them alive at an even pace.

import { createConnection, type Socket } from 'node:net'
import { answer, numberOf } from '../answer.js'

const kConnections = 16
/** Milliseconds between two bursts; each connection sends its share of one at once. */
const kBurstMs = 20
/** Requests that one connection may have on the way while instances register. */
const kWindow = 64

let connections: Connection[] = []
let ids: string[] = []
let beating: NodeJS.Timeout | undefined

/** One connection of HTTP/1.1 over which requests go out without waiting. */
class Connection {
  readonly #socket: Socket
  readonly #waiting: ((body: string) => void)[] = []
  #text = ''

  constructor(port: number) {
    this.#socket = createConnection({ port, host: '127.0.0.1', noDelay: true })
    this.#socket.setEncoding('latin1')
    this.#socket.on('data', (part: string) => this.#onText(part))
  }

  post(path: string, body: string): Promise<string> {
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n`
    this.#socket.write(head + body)
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
    })
  }

  end(): void {
    this.#socket.destroy()
  }

  #onText(part: string): void {
    this.#text += part
    for (;;) {
      const headEnd = this.#text.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const length = Number(/content-length: (\d+)/i.exec(this.#text.slice(0, headEnd))?.[1] ?? 0)
      const end = headEnd + 4 + length
      if (this.#text.length < end) return
      this.#waiting.shift()?.(this.#text.slice(headEnd + 4, end))
      this.#text = this.#text.slice(end)
    }
  }
}

async function registerShare(connection: Connection, names: readonly string[]): Promise<string[]> {
  const own: string[] = []
  for (let at = 0; at < names.length; at += kWindow) {
    const answers = names.slice(at, at + kWindow).map((name) => {
      const body = JSON.stringify({ name, address: `http://${name}.example:80` })
      return connection.post('/register', body)
    })
    for (const text of await Promise.all(answers)) {
      own.push((JSON.parse(text) as { id: string }).id)
    }
  }
  return own
}

answer(
  {
    // Names are shared by ten instances each.
    register: async (parameters) => {
      const port = numberOf(parameters, 'port')
      const count = numberOf(parameters, 'count')
      connections = Array.from({ length: kConnections }, () => new Connection(port))
      const shares = await Promise.all(
        connections.map((connection, share) => {
          const names = Array.from({ length: count })
            .map((_, at) => `service-${Math.floor(at / 10)}`)
            .filter((_, at) => at % kConnections === share)
          return registerShare(connection, names)
        }),
      )
      ids = shares.flat()
      return ids.length
    },
    /** Each instance once in `everyMs`; runs until the program ends. */
    beat: (parameters) => {
      const perBurst = (ids.length * kBurstMs) / numberOf(parameters, 'everyMs')
      let sent = 0
      let due = 0
      beating = setInterval(() => {
        due += perBurst
        for (; sent < due; sent++) {
          const body = `{"id":"${ids[sent % ids.length]}"}`
          void connections[sent % kConnections].post('/heartbeat', body)
        }
      }, kBurstMs)
    },
  },
  async () => {
    clearInterval(beating)
    for (const connection of connections) connection.end()
  },
)
