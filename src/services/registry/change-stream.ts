// Changes of the registry as server-sent events (https://html.spec.whatwg.org/#server-sent-events): what there is, then what
// changes. A reader that is slow gets the newest state of a name, not every one.

import type { LeaseTable } from '../../control/leases/lease-table.js'
import type { HttpRequest, HttpResponse } from '../../http/http-server.js'
import { type Filter, filterOf, type ServiceList, serviceView } from './api-view.js'
import type { Changes } from './changes.js'

const kFields = ['content-type', 'text/event-stream', 'cache-control', 'no-store']
/** Milliseconds between two comments, so that proxies see life. */
const kCommentMs = 15_000
/** Bytes that are given to the connection at once: a name may have more instances than may wait there. */
const kPartBytes = 64 * 1024

type Stream = {
  readonly response: HttpResponse
  readonly filter: Filter
  /** Names that changed and were not told yet. */
  readonly pending: Set<string>
  wake: () => void
  isOver: boolean
  /** In the middle of an event, where no comment may stand. */
  isTelling: boolean
}

export class ChangeStreams {
  readonly #table: LeaseTable
  readonly #changes: Changes
  readonly #list: ServiceList
  readonly #nowMs: () => number
  readonly #streams = new Set<Stream>()
  readonly #timer: NodeJS.Timeout

  constructor(table: LeaseTable, changes: Changes, list: ServiceList, nowMs: () => number) {
    this.#table = table
    this.#changes = changes
    this.#list = list
    this.#nowMs = nowMs
    this.#timer = setInterval(() => {
      for (const { response, isTelling } of this.#streams) if (!isTelling) response.write(':\n\n')
    }, kCommentMs)
    this.#timer.unref()
  }

  close(): void {
    clearInterval(this.#timer)
    for (const stream of this.#streams) {
      stream.isOver = true
      stream.wake()
    }
  }

  /** Answers with a stream. @param name null: of all names. @throws CenterError ERR_OVERLOADED, ERR_BAD_ARGUMENT. */
  open(
    request: HttpRequest,
    response: HttpResponse,
    name: string | null,
    query: URLSearchParams,
  ): void {
    const prefix = query.get('prefix') ?? ''
    const filter = filterOf(query)
    const stream: Stream = {
      response,
      filter,
      pending: new Set(),
      wake: () => {},
      isOver: false,
      isTelling: false,
    }
    const stop = this.#changes.listen(name, (changed) => {
      if (name === null && !changed.startsWith(prefix)) return
      stream.pending.add(changed)
      stream.wake()
    })
    response.onAborted = () => {
      stream.isOver = true
      stream.wake()
    }
    this.#streams.add(stream)
    response.begin(200, kFields)
    const names = name === null ? this.#list.names(prefix) : [name]
    this.#run(stream, names, request.header('last-event-id'))
      .catch(() => response.abort()) // nothing that could be said half-way
      .finally(() => {
        stop()
        this.#streams.delete(stream)
      })
  }

  async #run(stream: Stream, names: readonly string[], lastId: string | undefined): Promise<void> {
    const { response, pending } = stream
    const isKnown = lastId !== undefined && /^\d{1,16}$/.test(lastId)
    const since = isKnown ? Number(lastId) : -1
    // What went since then is not known any more.
    const isReset = isKnown && (since < this.#table.goneIndex || since > this.#table.index)
    const index = this.#table.index
    if (isReset) response.write('event: reset\ndata: {}\n\n')
    const from = isReset ? -1 : since
    for (const name of names) {
      if (stream.isOver) return
      if (!pending.has(name) && this.#table.indexOf(name) > from)
        await this.#tell(stream, name, null)
    }
    response.write(`event: ready\nid: ${index}\ndata: {"index":${index}}\n\n`)
    while (!stream.isOver) {
      for (const name of pending) {
        pending.delete(name)
        // Whoever comes back with a number has been told all up to it: the last one of a batch says it.
        await this.#tell(stream, name, pending.size === 0 ? this.#table.index : null)
        if (stream.isOver) break
      }
      if (stream.isOver || pending.size > 0) continue
      await new Promise<void>((resolve) => {
        stream.wake = resolve
      })
      // Changes of one turn go out together.
      await new Promise((resolve) => setImmediate(resolve))
    }
    response.end()
  }

  async #tell(stream: Stream, name: string, id: number | null): Promise<void> {
    const { response, filter } = stream
    const view = serviceView(this.#table, name, filter, this.#nowMs())
    const data = JSON.stringify(view)
    const idLine = id === null ? '' : `id: ${id}\n`
    const event = Buffer.from(`event: service\n${idLine}data: ${data}\n\n`)
    stream.isTelling = true
    for (let at = 0; at < event.length && !stream.isOver; at += kPartBytes) {
      const isTaken = response.write(event.subarray(at, at + kPartBytes))
      if (!isTaken) await response.whenWritable()
    }
    stream.isTelling = false
  }
}
