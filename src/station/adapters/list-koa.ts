// Routes of Koa: the router is a middleware among others, which carries its router.

import {
  fieldOf,
  kUnlisted,
  type ListedRoute,
  type Listing,
  listAt,
  servesFiles,
} from './listing.js'

/** Methods that a route names by hand; a route for all names more than thirty. */
const kMethodsMax = 12

export function isKoa(app: unknown): boolean {
  return typeof fieldOf(app, 'callback') === 'function' && Array.isArray(fieldOf(app, 'middleware'))
}

export function listKoa(app: unknown): Listing {
  const middleware = listAt(app, 'middleware')
  const routers = middleware.flatMap((one) => {
    const stack = listAt(fieldOf(one, 'router'), 'stack')
    return stack.length > 0 ? [stack] : []
  })
  if (routers.length === 0) return kUnlisted
  const routes = routers.flat().flatMap(listLayer)
  const lastRouter = middleware.findLastIndex((one) => fieldOf(one, 'router') !== undefined)
  // What stands behind the routers answers what they did not; the router's own answer to other methods does not.
  const isComplete = !middleware.some(
    (one, index) => servesFiles(one) || (index > lastRouter && !isAllowedMethods(one)),
  )
  return { routes, isComplete, answersOptions: true }
}

function listLayer(layer: unknown): ListedRoute[] {
  const methods = listAt(layer, 'methods').map(String)
  const path = fieldOf(layer, 'path')
  if (methods.length === 0) return [] // middleware of the router
  const named = methods.length > kMethodsMax ? [''] : methods
  return named.map((method) => ({
    method,
    path: typeof path === 'string' || path instanceof RegExp ? path : null,
    mount: '',
  }))
}

function isAllowedMethods(middleware: unknown): boolean {
  return String(fieldOf(middleware, 'name')).includes('allowedMethods')
}
