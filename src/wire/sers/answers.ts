// Replies that the center itself makes: successes and errors, in the exact shape that the clients of Sers read.

import { writeFiles } from './files.js'
import { type RpcMode, writeRpcJson, writeRpcRecords } from './rpc-data.js'

/** SsError: members that are undefined are left out. */
export type SsError = {
  readonly errorCode?: number
  readonly errorMessage?: string
  readonly errorTag?: string
  readonly errorDetail?: unknown
}

/** The errors that the center makes. */
export const kSersErrors = {
  badRequest: { errorCode: 400, errorMessage: 'Bad Request' },
  unauthorized: { errorCode: 401, errorMessage: 'Unauthorized' },
  notFound: { errorCode: 404, errorMessage: 'Not Found' },
  notAllowed: { errorCode: 405, errorMessage: 'Method Not Allowed' },
  timeout: { errorCode: 408, errorMessage: 'Request Timeout' },
  tooLarge: { errorCode: 413, errorMessage: 'Payload Too Large' },
  tooMany: { errorCode: 429, errorMessage: 'Too Many Requests' },
  internal: { errorCode: 500, errorMessage: 'Internal Server Error' },
  unavailable: { errorCode: 503, errorMessage: 'Service Unavailable' },
  stationLost: {
    errorCode: 503,
    errorMessage: 'Service Unavailable',
    errorTag: 'station_lost',
    errorDetail: { retryable: true },
  },
} as const satisfies Record<string, SsError>

export const kSersJsonType = 'application/json; charset=UTF-8'
const kEmpty = Buffer.alloc(0)
const kJsonSuccess = Buffer.from('{"success":true}')

/** What the center itself answers often is made once for each encoding. */
const made = { json: new Map<SsError, Buffer>(), binary: new Map<SsError, Buffer>() }
const kOwnErrors: ReadonlySet<SsError> = new Set(Object.values(kSersErrors))

/** Payload of an error reply. */
export function errorReply(error: SsError, mode: RpcMode): Buffer {
  const known = made[mode].get(error)
  if (known !== undefined) return known
  const payload = makeErrorReply(error, mode)
  if (kOwnErrors.has(error)) made[mode].set(error, payload)
  return payload
}

function makeErrorReply(error: SsError, mode: RpcMode): Buffer {
  const body = Buffer.from(JSON.stringify({ success: false, error }))
  const { errorCode } = error
  const http = {
    ...(errorCode === undefined ? {} : { statusCode: errorCode }),
    headers: {
      'Content-Type': kSersJsonType,
      responseState: 'fail',
      responseError_Base64: Buffer.from(JSON.stringify(error)).toString('base64'),
    },
  }
  if (mode === 'json') return writeFiles([writeRpcJson({ caller: {}, http, error }), body])
  const records = writeRpcRecords({ http, error })
  // An error with details beyond a record is told without them rather than not at all.
  if (records !== null) return writeFiles([records, body])
  const { errorMessage = '' } = error
  return makeErrorReply(
    { ...error, errorMessage: errorMessage.slice(0, 1_000), errorDetail: undefined },
    mode,
  )
}

/** Payload of a plain success: an empty first file, and a JSON value. */
export function successReply(data?: unknown): Buffer {
  if (data === undefined) return writeFiles([kEmpty, kJsonSuccess])
  return writeFiles([kEmpty, Buffer.from(JSON.stringify({ data, success: true }))])
}

/** Payload of `{"success":false}` without an error, and of `{"success":true}`. */
export function outcomeReply(isSuccess: boolean): Buffer {
  return isSuccess ? successReply() : writeFiles([kEmpty, Buffer.from('{"success":false}')])
}
