// Traces of calls: noted when a call is delivered, ended by its reply, and handed to the collectors in batches.

import { createHash } from 'node:crypto'
import { fileRanges } from '../wire/sers/files.js'
import { membersOf, type RpcData, readRpcData, textOf } from '../wire/sers/rpc-data.js'
import { argumentOf, type SersCall } from './sers-call.js'
import type { Node } from './sers-table.js'
import { collect } from './trace-collectors.js'

type Members = Readonly<Record<string, unknown>>

type Batching = { readonly tags: Readonly<Record<string, string>>; readonly intervalMs: number }

export type CollectorOptions = Batching &
  (
    | { readonly kind: 'txt'; readonly folder: string }
    | {
        readonly kind: 'splunk'
        readonly url: string
        readonly authToken: string
        /** index, host, source and sourcetype of each event, where they are said. */
        readonly host: Readonly<Record<string, string>>
        readonly appInfo: unknown
      }
    | {
        readonly kind: 'elastic'
        readonly url: string
        readonly index: string
        readonly type: string
        readonly appInfo: unknown
      }
    | {
        readonly kind: 'zipkin'
        readonly url: string
        readonly rpcName: string
        readonly samplingRate: number
      }
    | { readonly kind: 'otlp'; readonly url: string }
  )

export type TraceOptions = {
  readonly collectors: readonly CollectorOptions[]
  /** Bytes of a value that a trace keeps. */
  readonly bodyBytesMax: number
}

/** One call that is over. */
export type Span = {
  readonly service: string
  readonly route: string
  /** 16 hexadecimal digits each. */
  readonly spanId: string
  readonly traceId: string
  readonly parentId: string | null
  readonly beginMs: number
  readonly durationMs: number
  readonly isError: boolean
  readonly requestRpc: Members
  readonly requestData: string
  readonly responseRpc: Members
  readonly responseData: string
}

type Queue = {
  readonly collector: CollectorOptions
  readonly spans: Span[]
  running: Promise<void> | null
}

/** Spans that wait for one collector; more are lost and counted. */
const kWaitingMax = 10_000
const kMasked = new Set(['authorization', 'cookie', 'set-cookie'])
const kMask = '***'

export class Traces {
  readonly counts = { collected: 0, dropped: 0, failed: 0 }
  readonly #options: TraceOptions
  readonly #warn: (text: string) => void
  readonly #queues: Queue[]
  readonly #timers: NodeJS.Timeout[]

  constructor(options: TraceOptions, warn: (text: string) => void) {
    this.#options = options
    this.#warn = warn
    this.#queues = options.collectors.map((collector) => ({ collector, spans: [], running: null }))
    this.#timers = this.#queues.map((queue) => {
      const timer = setInterval(() => void this.#flush(queue), queue.collector.intervalMs)
      return timer.unref()
    })
  }

  /** A call was delivered. @returns what is told of its reply. */
  begin(call: SersCall, node: Node): (reply: Buffer) => void {
    const beginMs = Date.now()
    const started = performance.now()
    const requestData = this.#cut(argumentOf(call))
    const { data } = call
    return (reply) => {
      const durationMs = performance.now() - started
      this.#add(spanOf(data, node, beginMs, durationMs, requestData, this.#replyOf(reply)))
    }
  }

  /** Hands on what waits, and ends. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all(
      this.#queues.map(async (queue) => {
        await queue.running
        await this.#flush(queue)
      }),
    )
  }

  #add(span: Span): void {
    for (const { collector, spans } of this.#queues) {
      if (collector.kind === 'zipkin' && !isSampled(span.traceId, collector.samplingRate)) continue
      if (spans.length >= kWaitingMax) this.counts.dropped++
      else spans.push(span)
    }
  }

  // One batch at a time: a collector that is slow or dead fills its own queue, and no call waits.
  async #flush(queue: Queue): Promise<void> {
    if (queue.running !== null || queue.spans.length === 0) return
    queue.running = this.#handOn(queue.collector, queue.spans.splice(0))
    await queue.running
    queue.running = null
  }

  async #handOn(collector: CollectorOptions, batch: readonly Span[]): Promise<void> {
    try {
      await collect(collector, batch)
      this.counts.collected += batch.length
    } catch (error) {
      this.counts.failed += batch.length
      this.#warn(`${batch.length} traces are lost: ${collector.kind}: ${String(error)}`)
    }
  }

  #replyOf(reply: Buffer): { data: RpcData; text: string } {
    const ranges = fileRanges(reply) ?? []
    const [start = 0, end = 0, from = 0, to = 0] = ranges
    const reading = end > start ? readRpcData(reply.subarray(start, end)) : null
    return {
      data: reading?.ok === true ? reading.data : {},
      text: this.#cut(reply.subarray(from, to)),
    }
  }

  #cut(value: Buffer): string {
    return value.toString('utf8', 0, this.#options.bodyBytesMax)
  }
}

function spanOf(
  data: RpcData,
  node: Node,
  beginMs: number,
  durationMs: number,
  requestData: string,
  reply: { readonly data: RpcData; readonly text: string },
): Span {
  const caller = membersOf(data.caller)
  const stack: readonly unknown[] = Array.isArray(caller?.callStack) ? caller.callStack : []
  const rid = textOf(caller?.rid) ?? ''
  const parent = textOf(stack.at(-1))
  return {
    service: node.service.apiStation.name,
    route: node.route,
    spanId: spanIdOf(rid),
    traceId: spanIdOf(textOf(stack[0]) ?? rid),
    parentId: parent === undefined ? null : spanIdOf(parent),
    beginMs,
    durationMs,
    isError: reply.data.error !== undefined && reply.data.error !== null,
    requestRpc: masked(data),
    requestData,
    responseRpc: masked(reply.data),
    responseData: reply.text,
  }
}

/** 16 hexadecimal digits: those that a rid begins with, else its hash, so that the spans of one trace meet. */
export function spanIdOf(rid: string): string {
  if (/^[0-9a-fA-F]{16}/.test(rid)) return rid.slice(0, 16).toLowerCase()
  return createHash('sha256').update(rid).digest('hex').slice(0, 16)
}

function isSampled(traceId: string, rate: number): boolean {
  return Number.parseInt(traceId.slice(-8), 16) < rate * 2 ** 32
}

function masked(data: RpcData): Members {
  const http = membersOf(data.http)
  const headers = membersOf(http?.headers)
  const plain: Members = { ...data }
  if (headers === undefined) return plain
  const shown: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(headers)) {
    shown[name] = kMasked.has(name.toLowerCase()) ? kMask : value
  }
  return { ...plain, http: { ...http, headers: shown } }
}
