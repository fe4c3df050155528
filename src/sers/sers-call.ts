// One call as the center handles it: what came, and who waits for the answer.

import type { SsError } from '../wire/sers/answers.js'
import { kSersErrors } from '../wire/sers/answers.js'
import { fileRanges } from '../wire/sers/files.js'
import {
  kRpcBytesMax,
  membersOf,
  type RpcData,
  type RpcMode,
  readRecordHead,
  readRpcData,
  rpcModeOf,
  textOf,
} from '../wire/sers/rpc-data.js'
import type { Asker } from './in-flight.js'

/** Where a call comes from. */
export type Origin = {
  /** Address of whoever asks; '' where there is none. */
  readonly address: string
  /** True when its word on caller.source and user is taken. */
  readonly isTrusted: boolean
  /** True when it may use the Gover API whatever it says. */
  readonly isAdmin: boolean
  /** True when it is on this machine. */
  readonly isLocal: boolean
  /** False where the dispatcher counts the call already. */
  readonly isCounted: boolean
}

/** What a payload says. */
export type CallParts = {
  readonly payload: Buffer
  /** Start and end of each file in the payload. */
  readonly files: readonly number[]
  /** Encoding of the first file. */
  readonly mode: RpcMode
  readonly route: string
  /** As it was said; '' for none. */
  readonly method: string
  /** Null: read when somebody asks, which most calls in records never do. */
  readonly data: RpcData | null
}

export class SersCall {
  readonly asker: Asker
  readonly origin: Origin
  readonly payload: Buffer
  readonly files: readonly number[]
  readonly mode: RpcMode
  readonly route: string
  readonly method: string
  /** An administrator is behind it. */
  isAdmin = false
  #data: RpcData | null
  #isChanged = false

  constructor(asker: Asker, origin: Origin, parts: CallParts) {
    this.asker = asker
    this.origin = origin
    this.payload = parts.payload
    this.files = parts.files
    this.mode = parts.mode
    this.route = parts.route
    this.method = parts.method
    this.#data = parts.data
  }

  /** RpcContextData. */
  get data(): RpcData {
    if (this.#data !== null) return this.#data
    const reading = readRpcData(this.first)
    this.#data = reading.ok ? reading.data : {}
    return this.#data
  }

  /** The first file, as it came. */
  get first(): Buffer {
    return this.payload.subarray(this.files[0], this.files[1])
  }

  /** The first file has to be written anew. */
  get isChanged(): boolean {
    return this.#isChanged
  }

  /** Says something else from now on. */
  change(data: RpcData): void {
    this.#data = data
    this.#isChanged = true
  }
}

/** A call, or what is answered instead. */
export type CallReading =
  | ({ readonly ok: true } & CallParts)
  | { readonly ok: false; readonly error: SsError; readonly mode: RpcMode | null }

/** Reads the payload of a call. */
export function readCall(payload: Buffer): CallReading {
  const files = fileRanges(payload)
  if (files === null) return { ok: false, error: kSersErrors.badRequest, mode: null }
  if (files.length === 0 || files[0] === files[1]) {
    return { ok: false, error: kSersErrors.internal, mode: null }
  }
  const first = payload.subarray(files[0], files[1])
  if (rpcModeOf(first) === 'binary' && first.length <= kRpcBytesMax) {
    const head = readRecordHead(first)
    // Who sends garbage is answered as it spoke before.
    if (head === null) return { ok: false, error: kSersErrors.internal, mode: null }
    return { ok: true, payload, files, mode: 'binary', ...head, data: null }
  }
  const reading = readRpcData(first)
  if (!reading.ok) {
    const error = reading.fault === 'too-large' ? kSersErrors.badRequest : kSersErrors.internal
    return { ok: false, error, mode: reading.mode }
  }
  const { data, mode } = reading
  const route = textOf(data.route) ?? ''
  const method = textOf(membersOf(data.http)?.method) ?? ''
  return { ok: true, payload, files, mode, route, method, data }
}

/** caller.source of a call; '' for none. */
export function sourceOf(data: RpcData): string {
  return textOf(membersOf(data.caller)?.source) ?? ''
}

/** Value of a call: its second file, or nothing. */
export function argumentOf(call: SersCall): Buffer {
  return call.files.length < 4 ? kNothing : call.payload.subarray(call.files[2], call.files[3])
}

const kNothing = Buffer.alloc(0)

/** A header field of a call, whatever the case of its name. */
export function headerOfCall(data: RpcData, name: string): string | undefined {
  const headers = membersOf(membersOf(data.http)?.headers)
  if (headers === undefined) return undefined
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() === name) return textOf(value)
  }
  return undefined
}
