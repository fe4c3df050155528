// What passes between the center's main thread and the thread of Sers.

import type { MessagePort } from 'node:worker_threads'
import type { ErrorBody } from '../base/errors.js'
import type { MemoryLinkPlan } from '../transport/memory-link.js'
import type { SersOptions } from './options.js'

/** What the thread is started with. */
export type SersThreadData = {
  readonly port: MessagePort
  /** See data/admission.ts. */
  readonly gates: SharedArrayBuffer
  /** See sers-counters.ts. */
  readonly counters: SharedArrayBuffer
}

/** A route as the whole center knows it. */
export type SersRouteState = {
  readonly id: number
  /** `METHOD /path` of signalbox. */
  readonly route: string
  readonly description: string
  /** Endpoints that are no connections of Sers and may be picked. */
  readonly foreignCount: number
  /** Those that are. */
  readonly nodes: readonly {
    readonly link: number
    readonly generation: number
    /** Written by the thread of Sers. */
    readonly statsBlock: number
    /** False while the center has paused station or route. */
    readonly isActive: boolean
  }[]
}

export type ToSers =
  | { readonly type: 'open'; readonly options: SersOptions }
  /** Answers `link`: one end of a link to the dispatcher. */
  | { readonly type: 'link-plan'; readonly ticket: number; readonly plan: MemoryLinkPlan }
  | { readonly type: 'link-failed'; readonly ticket: number; readonly reason: string }
  /** Which link of the center it became. */
  | {
      readonly type: 'linked'
      readonly ticket: number
      readonly link: number
      readonly generation: number
    }
  | {
      readonly type: 'routes'
      readonly states: readonly SersRouteState[]
      /** New pieces of statistics memory, in order. */
      readonly statsChunks: readonly SharedArrayBuffer[]
    }
  | { readonly type: 'close' }

export type FromSers =
  | {
      readonly type: 'listening'
      /** Of each listener, with its kind: `tcp 127.0.0.1:4501`. */
      readonly addresses: readonly string[]
      readonly http: readonly string[]
    }
  | { readonly type: 'failed'; readonly error: ErrorBody }
  | {
      readonly type: 'link'
      readonly ticket: number
      readonly name: string
      readonly version: string
    }
  | { readonly type: 'log'; readonly level: 'info' | 'warn'; readonly text: string }
  | { readonly type: 'audit'; readonly line: Readonly<Record<string, unknown>> }
  | { readonly type: 'closed' }
