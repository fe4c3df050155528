// The grammar of routes: what parses can be filled, called and taken apart again; frameworks' patterns become routes of ours.
//
//   input   lines: a route, a value, a framework's path

import { safeNames } from '../../../src/gateway/static-files.js'
import { patternsOf } from '../../../src/station/adapters/path-pattern.js'
import { fillParams, paramsOf, parseCallPath, parseRoute } from '../../../src/wire/route-key.js'
import { Input, must } from '../input.js'
import { accepted } from '../target.js'

export const words = ['GET /a', '/:id', '/*', '%2e%2e', '%', '{/:x}', '(\\d+)', '?', '//', '.']

export function fuzz(data: Buffer): void {
  const input = new Input(data)
  const [route, value, path] = [input.line(), input.line(), input.line()]
  accepted(() => parseCallPath(route, value === ''), 'ERR_BAD_ROUTE')
  const pattern = accepted(() => parseRoute(route), 'ERR_BAD_ROUTE')
  // A lone surrogate has no percent-encoding.
  if (pattern !== undefined && isWellFormed(value)) {
    const params = Object.fromEntries(pattern.paramNames.map((name) => [name, value]))
    const filled = accepted(() => fillParams(pattern.path, params), 'ERR_BAD_ROUTE')
    if (filled !== undefined) {
      must(!filled.includes('?') && filled.startsWith('/'), 'a filled route is a path')
      const found = paramsOf(pattern, filled)
      for (const name of pattern.paramNames) must(found[name] === value, 'a value comes back')
    }
  }
  for (const each of accepted(() => patternsOf(path), 'ERR_BAD_ROUTE') ?? []) {
    accepted(() => parseRoute(each), 'ERR_BAD_ROUTE')
  }
  for (const name of safeNames(path) ?? []) {
    must(!/^\.|[/\\\0]/.test(name), 'a file of a mount is named below it')
  }
}

function isWellFormed(text: string): boolean {
  return Buffer.from(text).toString() === text
}
