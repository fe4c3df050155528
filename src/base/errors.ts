// The one table of errors. docs/ERRORS.md is kept equal to it by a test; codes are never renamed or reused.

type ErrorEntry = {
  /** HTTP status that a gateway answers with. */
  readonly status: number
  /** True when the same call may succeed if it is made again, at once or a little later. */
  readonly retryable: boolean
  /** Text with {placeholders} for the offending values and the rule. */
  readonly text: string
}

export const kErrors = {
  ERR_BAD_ARGUMENT: { status: 400, retryable: false, text: '{name} is {value}; {rule}' },
  ERR_BAD_ROUTE: { status: 400, retryable: false, text: 'route {route}: {rule}' },
  ERR_BAD_BODY: { status: 400, retryable: false, text: 'body of {route}: {rule}' },
  ERR_BAD_REPLY: { status: 500, retryable: false, text: 'reply of {route}: {rule}' },
  ERR_REFUSED: { status: 403, retryable: false, text: 'the center refused the link: {reason}' },
  ERR_TOKEN: { status: 401, retryable: false, text: "the token of {name} is not the center's" },
  ERR_VERSION: {
    status: 426,
    retryable: false,
    text: 'protocol version {version} is not spoken here; this side speaks {expected}',
  },
  ERR_NO_ROUTE: { status: 404, retryable: false, text: 'no station offers {route}' },
  ERR_NOT_FOUND: { status: 404, retryable: false, text: '{what} not found' },
  ERR_METHOD: {
    status: 405,
    retryable: false,
    text: '{route} exists, but not with method {method}',
  },
  ERR_DEADLINE: {
    status: 504,
    retryable: false,
    text: 'no answer from {route} within {timeoutMs} ms',
  },
  ERR_CANCELLED: {
    status: 499,
    retryable: false,
    text: 'the call of {route} was cancelled by its caller',
  },
  ERR_BODY_TOO_LARGE: {
    status: 413,
    retryable: false,
    text: 'body of {bytes} bytes is over the limit of {limit}',
  },
  ERR_RATE_LIMITED: { status: 429, retryable: true, text: '{route} is over its rate limit' },
  ERR_HANDLER: { status: 500, retryable: false, text: 'the handler of {route} failed: {reason}' },
  ERR_STATUS: { status: 500, retryable: false, text: '{route} answered with status {status}' },
  ERR_STATION_LOST: {
    status: 502,
    retryable: true,
    text: 'the station that answered {route} is gone',
  },
  ERR_STATION_BUSY: { status: 503, retryable: true, text: 'every station of {route} is full' },
  ERR_PAUSED: {
    status: 503,
    retryable: true,
    text: 'every station of {route} is paused or draining',
  },
  ERR_BREAKER_OPEN: { status: 503, retryable: true, text: 'the breaker of {route} is open' },
  ERR_OVERLOADED: {
    status: 503,
    retryable: true,
    text: '{what} is full ({limit}); try again later',
  },
  ERR_LINK_LOST: { status: 503, retryable: true, text: 'the link to the center is lost' },
  ERR_NOT_JOINED: { status: 503, retryable: true, text: 'station {name} has not joined a center' },
  ERR_CLOSED: { status: 503, retryable: false, text: '{what} is closed' },
  ERR_DRAINING: { status: 503, retryable: true, text: 'the center is draining' },
  ERR_STARTING: {
    status: 503,
    retryable: true,
    text: 'no station offers {route} yet; the center was started again a moment ago',
  },
  ERR_NO_CENTER: { status: 503, retryable: true, text: 'no center answers at {address}: {reason}' },
  ERR_CENTER_RUNS: { status: 409, retryable: false, text: 'a center already answers at {address}' },
  ERR_NO_HTTP_ENGINE: {
    status: 501,
    retryable: false,
    text: 'HTTP engine {engine} cannot be used: {reason}',
  },
  ERR_LISTEN: { status: 500, retryable: false, text: 'cannot listen at {address}: {reason}' },
  ERR_NO_SHARED_MEMORY: {
    status: 501,
    retryable: false,
    text: 'shared memory is refused: {reason}',
  },
  ERR_UNREACHABLE: {
    status: 502,
    retryable: true,
    text: 'no instance of {name} can be reached: {reason}',
  },
  ERR_GRPC: { status: 502, retryable: false, text: '{route} answered with gRPC status {status}' },
  ERR_UPGRADE: {
    status: 501,
    retryable: false,
    text: '{route} is answered by an application that speaks no WebSocket here',
  },
  ERR_BAD_REQUEST: { status: 400, retryable: false, text: 'the HTTP request is refused: {rule}' },
  ERR_LOGIN: { status: 401, retryable: false, text: '{what} is for those who have logged in' },
  ERR_FORBIDDEN: { status: 403, retryable: false, text: '{what} is not allowed: {rule}' },
  ERR_TOO_SLOW: { status: 408, retryable: true, text: 'the HTTP request took too long: {rule}' },
  ERR_PATH_TOO_LONG: {
    status: 414,
    retryable: false,
    text: 'a path of {length} characters is over the limit of {limit}',
  },
  ERR_UPGRADE_WANTED: { status: 426, retryable: false, text: '{route} is for WebSockets alone' },
  ERR_HEAD_TOO_LARGE: {
    status: 431,
    retryable: false,
    text: 'the head of the HTTP request is refused: {rule}',
  },
  ERR_NOT_SPOKEN: { status: 501, retryable: false, text: 'the gateway does not speak it: {rule}' },
  ERR_PROTOCOL: { status: 400, retryable: false, text: 'the peer broke the protocol: {rule}' },
  ERR_UNSAFE_ADDRESS: {
    status: 400,
    retryable: false,
    text: 'address {address} is beyond loopback; {rule}',
  },
  ERR_UNSAFE_DIRECTORY: {
    status: 500,
    retryable: false,
    text: 'directory {path} is not safe: {rule}',
  },
} as const satisfies Record<string, ErrorEntry>

/** A stable error code of signalbox; services add codes of their own. */
export type ErrorCode = keyof typeof kErrors

/** What travels between processes when a call fails. */
export type ErrorBody = {
  readonly code: string
  readonly text: string
  readonly status: number
  readonly retryable: boolean
  readonly details?: unknown
}

/**
 * The failure of a call or of an operation.
 *
 * Thrown by the SDK and by the center; a handler throws one to answer with a code of its own. `code`,
 * `message`, `status`, `retryable` and `details` arrive at the caller as they left the handler.
 */
export class CenterError extends Error {
  override readonly name = 'CenterError'
  /** Stable code, for example `ERR_NO_ROUTE`, or a service's own. */
  readonly code: string
  /** HTTP status, 400 … 599. */
  readonly status: number
  /** True when the same call may succeed if it is made again. */
  readonly retryable: boolean
  /** Whatever the thrower added; JSON. */
  readonly details: unknown

  constructor(body: ErrorBody) {
    super(body.text)
    this.code = body.code
    this.status = body.status
    this.retryable = body.retryable
    this.details = body.details
  }
}

/** Values for the placeholders of an error's text. */
export type ErrorValues = Readonly<Record<string, string | number>>

/**
 * Makes the error of a code, with its text filled in.
 *
 * @param code a code of the table.
 * @param values one value for each placeholder of the text.
 * @param details JSON that goes along.
 */
export function centerError(
  code: ErrorCode,
  values: ErrorValues = {},
  details?: unknown,
): CenterError {
  return new CenterError(errorBody(code, values, details))
}

/** The same as {@link centerError}, as the value that travels. */
export function errorBody(code: ErrorCode, values: ErrorValues = {}, details?: unknown): ErrorBody {
  const entry = kErrors[code]
  const text = entry.text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(values[name] ?? whole),
  )
  const body = { code, text, status: entry.status, retryable: entry.retryable }
  return details === undefined ? body : { ...body, details }
}

/**
 * An error as it travels: JSON. Details that JSON cannot say, or that do not fit, are left out, for the error itself must
 * arrive.
 *
 * @param bytesMax most bytes of the result; at least 4,096.
 */
export function errorJson(body: ErrorBody, bytesMax: number): string {
  let json = ''
  try {
    json = JSON.stringify(body)
  } catch {
    return errorJson({ ...body, details: 'JSON cannot say the details' }, bytesMax)
  }
  if (Buffer.byteLength(json) <= bytesMax) return json
  const { code, text, status, retryable } = body
  const details = `the details are over ${bytesMax} bytes`
  return JSON.stringify({
    code: code.slice(0, 200),
    text: text.slice(0, 400),
    status,
    retryable,
    details,
  })
}

/**
 * What a thrown value becomes on its way to the caller.
 *
 * A {@link CenterError}, or any error with a `code`, keeps `code`, text, `status` (or `statusCode`; 500 unless it is a
 * whole number from 400 to 599), `retryable` and `details`; another error becomes `ERR_HANDLER` with its text inside.
 */
export function errorBodyOf(thrown: unknown, route: string): ErrorBody {
  try {
    return thrown instanceof Error
      ? bodyOfError(thrown, route)
      : handlerError(route, String(thrown))
  } catch {
    return handlerError(route, 'it threw what cannot be read') // no text, or a getter that throws
  }
}

function bodyOfError(thrown: Error, route: string): ErrorBody {
  const fields: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(thrown))
  const { code, details, retryable } = fields
  const status = fields.status ?? fields.statusCode
  const body = {
    code: typeof code === 'string' ? code : 'ERR_HANDLER',
    text: typeof code === 'string' ? thrown.message : handlerError(route, thrown.message).text,
    status: isErrorStatus(status) ? status : kErrors.ERR_HANDLER.status,
    retryable: retryable === true,
  }
  return details === undefined ? body : { ...body, details }
}

function handlerError(route: string, reason: string): ErrorBody {
  return errorBody('ERR_HANDLER', { route, reason })
}

/** Anything else would look like success, or like nothing, on its way. */
function isErrorStatus(status: unknown): status is number {
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599
}
