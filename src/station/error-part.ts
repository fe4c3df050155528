// Errors as bodies: how a failed reply or stream is written and read.

import {
  CenterError,
  centerError,
  type ErrorBody,
  errorBody,
  errorBodyOf,
  errorJson,
} from '../base/errors.js'
import { kBodyJson, kBodyMask } from '../wire/frame.js'
import { decodeOwned } from './body.js'

/** The end of a stream that failed. */
export type ErrorPart = {
  readonly status: number
  readonly body: Uint8Array
  readonly type: number
}

/** Most bytes of an error that ends a stream: one frame of the smallest ring. */
const kErrorPartBytesMax = 4_096

/** What a failed source of a reply tells the caller. */
export function failedPart(thrown: unknown, route: string): ErrorPart {
  return partOf(errorBodyOf(thrown, route))
}

/** What a failed source of a request tells the handler. */
export function cancelledPart(thrown: unknown): ErrorPart {
  return partOf(errorBody('ERR_CANCELLED', { route: errorBodyOf(thrown, 'its stream').text }))
}

/** True for a failure that the station's own log must tell: its callers cannot mend it. */
export function isStationFault({ code }: ErrorBody | CenterError): boolean {
  return code === 'ERR_HANDLER' || code === 'ERR_BAD_REPLY'
}

/** Reads the error that came as a body. A peer may have written it: whatever came, it is an error, and nothing is thrown. */
export function errorOf(body: Uint8Array, flags: number, route: string): CenterError {
  try {
    return asError(decodeOwned(body, flags & kBodyMask, route))
  } catch (error) {
    if (error instanceof CenterError) return error
    throw error
  }
}

/** Reads the error that came; whatever came, it is an error. */
export function asError(value: unknown): CenterError {
  if (isErrorBody(value)) return new CenterError(value)
  return centerError('ERR_PROTOCOL', {
    rule: 'the error of a reply has code, text, status and retryable',
  })
}

function isErrorBody(value: unknown): value is ErrorBody {
  if (typeof value !== 'object' || value === null) return false
  const { code, text, status, retryable } = value as Partial<ErrorBody>
  return (
    typeof code === 'string' &&
    typeof text === 'string' &&
    typeof status === 'number' &&
    typeof retryable === 'boolean'
  )
}

function partOf(error: ErrorBody): ErrorPart {
  const body = Buffer.from(errorJson(error, kErrorPartBytesMax))
  return { status: error.status, body, type: kBodyJson }
}
