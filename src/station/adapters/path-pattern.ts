// Paths as frameworks write them, as routes of ours. What our grammar cannot say becomes the narrowest wider thing: a
// parameter within a segment, a wildcard beyond it. The application decides in the end, for it sees every path itself.

import { parseRoute } from '../../wire/route-key.js'

/** Ways through the optional parts of one path; more become a wildcard. */
const kVariantsMax = 16
const kLiteralRule = /^[^:*(){}[\]?+\\]*$/
const kNamedRule = /^:[A-Za-z_][A-Za-z0-9_]*$/

/**
 * Patterns that match at least what a path of a framework matches, without a method.
 *
 * @param path `/a/:id`, `/a/:id?`, `/a/:id(\\d+)`, `/a{/:id}`, `/files/*rest`, `/files/*`, `/a/:x-:y`, …
 */
export function patternsOf(path: string): string[] {
  const rooted = path.startsWith('/') ? path : `/${path}`
  const variants = expanded(withoutConstraints(rooted), withoutFirstGroup).map((variant) =>
    expanded(variant, withoutFirstOptional),
  )
  const isTooMany = [variants, ...variants].some((list) => list.length > kVariantsMax)
  if (isTooMany) return below(literalPrefixOf(rooted))
  return variants.flat().flatMap((one) => patternOf(one))
}

/** Patterns for everything at and below a path without a slash at its end; '' is the root. */
export function below(prefix: string): string[] {
  return prefix === '' ? ['/', '/*'] : [prefix, `${prefix}/`, `${prefix}/*`]
}

/** The leading segments of a path, or of a regular expression's source, that can be nothing else. */
export function literalPrefixOf(source: string): string {
  const text = source.replace(/^\^/, '').replaceAll('\\/', '/')
  if (!text.startsWith('/')) return ''
  const special = text.slice(1).search(/[^A-Za-z0-9_\-~%/]/)
  const known = special < 0 ? text : text.slice(0, special + 1)
  return known.slice(0, known.lastIndexOf('/'))
}

/** `:id(\\d+)` becomes `:id`; a constraint that may cross segments becomes `*`. */
function withoutConstraints(path: string): string {
  return path.replace(/(:\w*)?\(((?:[^()]|\([^()]*\))*)\)/g, (_whole, name, rule: string) =>
    /\.[*+]|\//.test(rule) || name === undefined ? '*' : String(name),
  )
}

/** `{/:id}`, as path-to-regexp writes what may be absent: with it and without it. */
function withoutFirstGroup(path: string): [string, string] | null {
  const match = /\{([^{}]*)\}/.exec(path)
  if (match === null) return null
  const before = path.slice(0, match.index)
  const after = path.slice(match.index + match[0].length)
  return [`${before}${after}`, `${before}${match[1]}${after}`]
}

/** `/:id?`, as older frameworks write it. */
function withoutFirstOptional(path: string): [string, string] | null {
  const match = /\/:\w+\?(?=\/|$)/.exec(path)
  if (match === null) return null
  const before = path.slice(0, match.index)
  const after = path.slice(match.index + match[0].length)
  const rest = before === '' && after === '' ? '/' : `${before}${after}`
  return [rest, `${before}${match[0].slice(0, -1)}${after}`]
}

/** Every way through the optional parts; each part doubles them, so it ends when there are too many: then some are left. */
function expanded(
  path: string,
  split: (path: string) => readonly [string, string] | null,
): readonly string[] {
  let variants: readonly string[] = [path]
  for (let before = 0; before < variants.length && variants.length <= kVariantsMax; ) {
    before = variants.length
    variants = variants.flatMap((variant) => split(variant) ?? [variant])
  }
  return variants
}

function patternOf(path: string): string[] {
  const names = new Set<string>()
  const segments: string[] = []
  for (const [index, segment] of path.slice(1).split('/').entries()) {
    if (/\*|\+$/.test(segment))
      return below(segments.map((one) => `/${one}`).join('')).filter(isRoute)
    if (kLiteralRule.test(segment)) segments.push(encodeURI(decoded(segment)))
    else if (kNamedRule.test(segment) && !names.has(segment)) segments.push(segment)
    else segments.push(`:part${index}`)
    names.add(segment)
  }
  const pattern = `/${segments.join('/')}`
  return isRoute(pattern) ? [pattern] : below(literalPrefixOf(path)).filter(isRoute)
}

function decoded(segment: string): string {
  try {
    return decodeURI(segment)
  } catch {
    return segment // the framework's own spelling
  }
}

function isRoute(pattern: string): boolean {
  try {
    parseRoute(pattern)
    return true
  } catch {
    return false // too long, too deep, or a name that ours cannot have
  }
}
