// A thousand slow clients, a third each with heads, bodies and answers that do not get on; and quick ones that are timed.

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { ExecutionContext } from 'ava'
import { Agent, request } from 'undici'
import { percentile } from './world.js'

export const kSlowCount = 1_000

/** Quick requests for one figure: enough for a p99 that twenty of them decide. */
const kQuickCount = 2_000

/** Milliseconds between two bytes of a slow client. */
const kByteMs = 1_000

/** Quick requests at a time. */
const kLanes = 4

/** Milliseconds of each of so many pieces of work, four at a time, sorted. */
async function timed(work: () => Promise<void>): Promise<number[]> {
  const tookMs: number[] = []
  const lane = async () => {
    while (tookMs.length < kQuickCount) {
      const startMs = performance.now()
      await work()
      tookMs.push(performance.now() - startMs)
    }
  }
  await Promise.all(Array.from({ length: kLanes }, lane))
  return tookMs.sort((a, b) => a - b)
}

/** Milliseconds that 99 of 100 pieces of work stay under, in each of several rounds, sorted. */
export async function p99sOf(work: () => Promise<void>, rounds: number): Promise<number[]> {
  const each: number[] = []
  for (let round = 0; round < rounds; round++) each.push(percentile(await timed(work), 0.99))
  return each.sort((a, b) => a - b)
}

/** A client that asks for `/quick`; anything but 200 rejects. */
export function quickClient(t: ExecutionContext, port: number): () => Promise<void> {
  const agent = new Agent({ connections: kLanes })
  t.teardown(() => agent.destroy())
  return async () => {
    const reply = await request(`http://127.0.0.1:${port}/quick`, { dispatcher: agent })
    const text = await reply.body.text()
    if (reply.statusCode !== 200)
      throw new Error(`a quick request got ${reply.statusCode}: ${text}`)
  }
}

/**
 * Connects them all: a third each at `GET /slow`, whose head does not end, `POST /slow`, and `GET /large`.
 *
 * @param bodyBytes what the second kind says that it is going to send.
 */
export async function connectSlowClients(
  t: ExecutionContext,
  port: number,
  bodyBytes: number,
): Promise<void> {
  const clients = Array.from({ length: kSlowCount }, (_, index) =>
    slowClient(port, index, bodyBytes),
  )
  t.teardown(() => {
    for (const client of clients) client.destroy()
  })
  await Promise.all(clients.map(async (client) => once(client, 'connect')))
}

/** Heads and bodies get on by a byte each second, none together with others; answers are never taken. */
function slowClient(port: number, index: number, bodyBytes: number): Socket {
  const kind = index % 3
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {}) // being cut is what slow clients are for
  if (kind === 0) socket.write('GET /slow HTTP/1.1\r\nHost: a\r\nX-Slow: ')
  else if (kind === 1)
    socket.write(`POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: ${bodyBytes}\r\n\r\nx`)
  else {
    socket.pause()
    socket.write('GET /large HTTP/1.1\r\nHost: a\r\n\r\n')
  }
  if (kind < 2) {
    let timer = setTimeout(
      () => {
        timer = setInterval(() => socket.write('x'), kByteMs)
      },
      (index * kByteMs) / kSlowCount,
    )
    socket.on('close', () => clearTimeout(timer))
  }
  return socket
}
