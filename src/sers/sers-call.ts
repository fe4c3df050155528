// One call as the center handles it: what came, and who waits for the answer.

import type { SsError } from '../wire/sers/answers.js'
import { kSersErrors } from '../wire/sers/answers.js'
import { fileRanges } from '../wire/sers/files.js'
import {
  membersOf,
  type RpcData,
  type RpcMode,
  readRpcData,
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

export type SersCall = {
  readonly asker: Asker
  readonly origin: Origin
  data: RpcData
  /** The first file has to be written anew. */
  isChanged: boolean
  /** Encoding of the first file. */
  readonly mode: RpcMode
  readonly route: string
  readonly method: string
  readonly payload: Buffer
  /** Start and end of each file in the payload. */
  readonly files: readonly number[]
  /** An administrator is behind it. */
  isAdmin: boolean
}

/** A call, or what is answered instead. */
export type CallReading =
  | { readonly ok: true; readonly data: RpcData; readonly mode: RpcMode; readonly files: number[] }
  | { readonly ok: false; readonly error: SsError; readonly mode: RpcMode | null }

/** Reads the payload of a call. */
export function readCall(payload: Buffer): CallReading {
  const files = fileRanges(payload)
  if (files === null) return { ok: false, error: kSersErrors.badRequest, mode: null }
  if (files.length === 0 || files[0] === files[1]) {
    return { ok: false, error: kSersErrors.internal, mode: null }
  }
  const reading = readRpcData(payload.subarray(files[0], files[1]))
  if (reading.ok) return { ok: true, data: reading.data, mode: reading.mode, files }
  const error = reading.fault === 'too-large' ? kSersErrors.badRequest : kSersErrors.internal
  return { ok: false, error, mode: reading.mode }
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
