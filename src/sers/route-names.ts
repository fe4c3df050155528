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
  return path.includes('%') ? path.replace(/(?:%[0-9a-f]{2})+/gi, decoded) : path
}

function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}

/**
 * A path of HTTP without its dot segments, as the original's server hands it on: stations put what is left to the names of
 * their folders.
 *
 * @returns null for one that would still climb, with a backslash for example.
 */
export function withoutDots(path: string): string | null {
  if (!kMayHaveDots.test(path)) return path
  const kept: string[] = []
  const segments = path.split('/')
  for (const [at, segment] of segments.entries()) {
    const plain = segment.replace(/%2e/gi, '.')
    const isDots = plain === '.' || plain === '..'
    if (plain === '..' && kept.length > 1) kept.pop()
    if (!isDots) kept.push(segment)
    else if (at === segments.length - 1) kept.push('')
  }
  const whole = kept.join('/')
  return sersRoute(whole).split(/[\\/]/).includes('..') ? null : whole
}

const kMayHaveDots = /\.|%2e/i

/** A leading colon would be a parameter, a lone star a wildcard, and a question mark a query. */
function encodeSegment(segment: string): string {
  const text = encodeURI(Buffer.from(segment).toString())
    .replaceAll('?', '%3F')
    .replaceAll('#', '%23')
  if (text === '*') return '%2A'
  return text.startsWith(':') ? `%3A${text.slice(1)}` : text
}
