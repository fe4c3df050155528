// The center's own paths steer it. Until a request can say who it comes from, they are for this machine alone, and not for
// pages of other origins that a browser on it may have open.

import { type CenterError, centerError } from '../base/errors.js'
import type { HttpRequest } from '../http/http-server.js'
import { isLoopback } from '../transport/address.js'
import { isReservedPath } from '../wire/reserved-paths.js'
import type { Cors } from './cors.js'

const kSafeMethods = ['GET', 'HEAD', 'OPTIONS']

/**
 * @param client address of the client; see forwarded.ts.
 * @returns the refusal of a call to one of the center's own paths, or null when it may pass.
 */
export function refusalOfOwnPath(
  method: string,
  path: string,
  client: string,
  isForeignPage: boolean,
): CenterError | null {
  if (!isReservedPath(path)) return null
  const what = `${method} ${path}`
  if (!isLoopback(client)) {
    return centerError('ERR_FORBIDDEN', { what, rule: 'it is for clients of this machine alone' })
  }
  if (isForeignPage && !kSafeMethods.includes(method)) {
    return centerError('ERR_FORBIDDEN', { what, rule: 'the page is of another origin' })
  }
  return null
}

/** True for a request that a page of another origin makes, unless the configuration lists that origin. */
export function isFromForeignPage(request: HttpRequest, host: string, cors: Cors): boolean {
  const origin = request.header('origin')
  if (origin === undefined || (cors.isListed && cors.allows(origin))) return false
  return origin !== `http://${host}` && origin !== `https://${host}`
}
