// Routes of Sers in the grammar of signalbox, and back. Sers compares text; what our grammar has no room for is percent-encoded.

import { parseRoute } from '../wire/route-key.js'

/**
 * `METHOD /path` for a node; null where our grammar cannot say it: a route without a slash at its beginning, or too long.
 *
 * @param method upper case; '' for every method.
 */
export function signalboxRoute(method: string, route: string): string | null {
  const path = signalboxPath(route, true)
  if (path === null) return null
  const whole = method === '' ? path : `${method} ${path}`
  try {
    parseRoute(whole)
    return whole
  } catch {
    return null // told by the caller, once for a registration
  }
}

/** The path of a call, or of a node; null for one without a slash at its beginning. */
export function signalboxPath(route: string, isNode: boolean): string | null {
  if (!route.startsWith('/')) return null
  const isWildcard = isNode && route.endsWith('*')
  const fixed = isWildcard ? route.slice(0, route.lastIndexOf('/')) : route
  const path = fixed.split('/').map(encodeSegment).join('/')
  return isWildcard ? `${path}/*` : path
}

/** A path of signalbox as Sers would say it. A broken percent-encoding stays as it is. */
export function sersRoute(path: string): string {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** A leading colon would be a parameter, a lone star a wildcard, and a question mark a query. */
function encodeSegment(segment: string): string {
  const text = encodeURI(Buffer.from(segment).toString())
    .replaceAll('?', '%3F')
    .replaceAll('#', '%23')
  if (text === '*') return '%2A'
  return text.startsWith(':') ? `%3A${text.slice(1)}` : text
}
