// @ts-check
// What the page makes of the OpenAPI document: values in, values out, no page in sight.

/**
 * @typedef {Record<string, unknown>} Json
 * @typedef {{ name: string, in: string, required: boolean, isRest: boolean, description: string, schema: unknown }} Parameter
 * @typedef {{
 *   method: string, path: string, service: string, description: string, parameters: Parameter[],
 *   requestType: string, requestSchema: unknown, hasBody: boolean,
 *   replyTypes: string[], replySchema: unknown, isStream: boolean,
 * }} Operation
 * @typedef {{ service: string, operations: Operation[] }} Group
 */

const kMethods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace']
/** Values in an example: schemas that name each other give more than anybody can read. */
const kExampleCountMax = 200
const kReferencesMax = 32

/** An object as it is, anything else as an empty one. @param {unknown} value */
export function objectOf(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? /** @type {Json} */ (value)
    : {}
}

/** @param {unknown} value */
const listOf = (value) => (Array.isArray(value) ? value : [])

/** @param {unknown} value */
const textOf = (value) => (typeof value === 'string' ? value : '')

/**
 * The operations of a document, by service. One that several services offer stands under each.
 * @param {unknown} document @returns {Group[]}
 */
export function groupsOf(document) {
  /** @type {Map<string, Operation[]>} */
  const groups = new Map()
  for (const [path, item] of Object.entries(objectOf(objectOf(document).paths))) {
    const others = objectOf(objectOf(item)['x-signalbox-operations'])
    const named = kMethods.map((method) => [method, objectOf(item)[method]])
    for (const [method, value] of named.concat(Object.entries(others))) {
      if (value === undefined) continue
      const operation = objectOf(value)
      const tags = listOf(operation.tags).map(textOf)
      for (const service of tags.length === 0 ? ['other'] : tags) {
        const list = groups.get(service) ?? []
        groups.set(service, list)
        list.push(operationOf(document, textOf(method).toUpperCase(), path, service, operation))
      }
    }
  }
  return [...groups]
    .map(([service, operations]) => ({ service, operations }))
    .sort((a, b) => (a.service < b.service ? -1 : 1))
}

/**
 * @param {unknown} document @param {string} method @param {string} path @param {string} service
 * @param {Json} operation @returns {Operation}
 */
function operationOf(document, method, path, service, operation) {
  const request = Object.entries(objectOf(objectOf(operation.requestBody).content))
  const reply = Object.entries(objectOf(objectOf(objectOf(operation.responses)['200']).content))
  const parameters = listOf(operation.parameters).map((value) => {
    const { name, in: place, required, description, schema, ...more } = objectOf(value)
    return {
      name: textOf(name),
      in: textOf(place),
      required: required === true,
      isRest: more['x-signalbox-wildcard'] === true,
      description: textOf(description),
      schema: resolve(document, schema),
    }
  })
  return {
    method,
    path,
    service,
    description: textOf(operation.description),
    parameters,
    requestType: request[0]?.[0] ?? '',
    requestSchema: objectOf(request[0]?.[1]).schema,
    hasBody: operation.requestBody !== undefined,
    replyTypes: reply.map(([type]) => type),
    replySchema: objectOf(reply[0]?.[1]).schema,
    isStream: operation['x-signalbox-streams'] === true,
  }
}

/**
 * What a reference leads to, within the document.
 * @param {unknown} document @param {unknown} schema @returns {unknown} undefined where it leads nowhere
 */
export function resolve(document, schema) {
  let found = schema
  for (let count = 0; count < kReferencesMax; count++) {
    const reference = objectOf(found).$ref
    if (typeof reference !== 'string') return found
    if (!reference.startsWith('#/')) return undefined
    found = reference
      .slice(2)
      .split('/')
      .map((part) => decode(part).replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce(inside, document)
  }
  return undefined
}

/** @param {unknown} value @param {string} part */
function inside(value, part) {
  const isIn = typeof value === 'object' && value !== null && Object.hasOwn(value, part)
  return isIn ? Reflect.get(value, part) : undefined
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** @typedef {{ left: number, above: Json[] }} Room values that may still be made, and schemas that are being filled */

/**
 * A value that fits a schema, as well as one can guess.
 * @param {unknown} document @param {unknown} schema @param {Room} [room] @returns {unknown}
 */
export function exampleOf(document, schema, room = { left: kExampleCountMax, above: [] }) {
  const found = objectOf(resolve(document, schema))
  if ('const' in found) return found.const
  if ('default' in found) return found.default
  const given = [...listOf(found.examples), ...listOf(found.enum)]
  if (given.length > 0) return given[0]
  if (--room.left < 0 || room.above.includes(found)) return null
  room.above.push(found)
  const value = madeExample(found, (part) => exampleOf(document, part, room))
  room.above.pop()
  return value
}

/** @param {Json} schema @param {(part: unknown) => unknown} example */
function madeExample(schema, example) {
  const choice = [...listOf(schema.oneOf), ...listOf(schema.anyOf)]
  if (choice.length > 0) return example(choice[0])
  const type = [schema.type].flat().find((one) => one !== 'null')
  if (type === 'object' || schema.properties !== undefined || schema.allOf !== undefined) {
    const parts = listOf(schema.allOf).map((part) => objectOf(example(part)))
    const own = Object.entries(objectOf(schema.properties)).map(([name, part]) => [
      name,
      example(part),
    ])
    return Object.assign({}, ...parts, Object.fromEntries(own))
  }
  if (type !== 'array') return plainExample(type, schema)
  if (schema.prefixItems !== undefined) return listOf(schema.prefixItems).map(example)
  return schema.items === undefined ? [] : [example(schema.items)]
}

const kTexts = /** @type {Record<string, string>} */ ({
  date: '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  email: 'a@example.com',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
})

/** @param {unknown} type @param {Json} schema */
function plainExample(type, schema) {
  if (type === 'integer' || type === 'number') {
    const { minimum, exclusiveMinimum: above, maximum } = schema
    if (typeof minimum === 'number') return type === 'integer' ? Math.ceil(minimum) : minimum
    if (typeof above === 'number') return Math.floor(above) + 1
    return typeof maximum === 'number' ? Math.min(1, Math.floor(maximum)) : 1
  }
  if (type === 'boolean') return true
  if (type !== 'string') return schema.type === undefined ? {} : null
  const least = typeof schema.minLength === 'number' ? Math.min(schema.minLength, 1_000) : 0
  return (kTexts[textOf(schema.format)] ?? 'text').padEnd(least, 'x')
}

/**
 * The groups in which every word of the search is found; groups without operations are left out.
 * @param {Group[]} groups @param {string} search @returns {Group[]}
 */
export function filtered(groups, search) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return groups
    .map(({ service, operations }) => ({
      service,
      operations: operations.filter(({ method, path, description }) => {
        const text = `${service} ${method} ${path} ${description}`.toLowerCase()
        return words.every((word) => text.includes(word))
      }),
    }))
    .filter(({ operations }) => operations.length > 0)
}

/**
 * The address of a call.
 * @param {Operation} operation @param {Record<string, string>} values by place and name: `path id`, `query q`
 * @returns {{ url: string, missing: string[] }} missing: names of parameters of the path that have no value
 */
export function addressOf({ path, parameters }, values) {
  /** @type {string[]} */
  const missing = []
  const url = path.replace(/\{([^}]*)\}/g, (_all, /** @type {string} */ name) => {
    const value = values[`path ${name}`] ?? ''
    if (value === '') missing.push(name)
    const isRest = parameters.some((one) => one.isRest && one.name === name)
    return encodeURIComponent(value).replaceAll('%2F', isRest ? '/' : '%2F')
  })
  const query = new URLSearchParams()
  for (const { name, in: place } of parameters) {
    const value = values[`query ${name}`] ?? ''
    if (place === 'query' && value !== '') query.set(name, value)
  }
  return { url: query.size === 0 ? url : `${url}?${query}`, missing }
}

/** JSON for people. @param {unknown} value */
export const pretty = (value) => JSON.stringify(value, null, 2) ?? ''
