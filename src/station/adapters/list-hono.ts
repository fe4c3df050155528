// Routes of Hono: a plain list, in which middleware stands with the method ALL.

import { fieldOf, type ListedRoute, type Listing, listAt, servesFiles } from './listing.js'

export function isHono(app: unknown): boolean {
  return typeof fieldOf(app, 'fetch') === 'function' && Array.isArray(fieldOf(app, 'routes'))
}

export function listHono(app: unknown): Listing {
  let hasMiddleware = false
  const routes: ListedRoute[] = []
  for (const entry of listAt(app, 'routes')) {
    const [method, path, handler] = ['method', 'path', 'handler'].map((name) =>
      fieldOf(entry, name),
    )
    if (typeof method !== 'string' || typeof path !== 'string') continue
    if (method === 'ALL' && isMiddleware(handler)) {
      hasMiddleware = true
      continue
    }
    routes.push({ method: method === 'ALL' ? '' : method, path: withoutRules(path), mount: '' })
  }
  return { routes, isComplete: true, answersOptions: hasMiddleware }
}

/** Who takes `next` hands on, unless it is known to answer. */
function isMiddleware(handler: unknown): boolean {
  return fieldOf(handler, 'length') === 2 && !servesFiles(handler)
}

/** `:id{[0-9]+}` is a parameter; a rule that may cross segments makes it a wildcard. */
function withoutRules(path: string): string {
  return path.replace(
    /(:\w+\??)\{((?:[^{}]|\{[^{}]*\})*)\}/g,
    (_whole, name: string, rule: string) => (/\.[*+]|\//.test(rule) ? '*' : name),
  )
}
