// @ts-check
// The documentation page. Text goes into it as text only, never as HTML: routes and descriptions come from stations.

import { addressOf, exampleOf, filtered, groupsOf, objectOf, pretty, resolve } from './model.js'

/** Operations that are drawn; searching finds the others. */
const kShownMax = 500
/** Characters of a reply that are kept on the page. */
const kShownCharactersMax = 1_000_000

/** @typedef {import('./model.js').Operation} Operation */

/** @type {import('./model.js').Group[]} */
let groups = []
/** @type {unknown} */
let openApi = {}

const search = /** @type {HTMLInputElement} */ (byId('search'))
const all = /** @type {HTMLInputElement} */ (byId('all'))

/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no ${id}`)
  return found
}

/**
 * An element with attributes and children; children that are text stay text.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name @param {Record<string, string>} [attributes] @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

async function load() {
  try {
    const response = await fetch(all.checked ? '/openapi.json?all=1' : '/openapi.json')
    if (!response.ok) throw new Error(`status ${response.status}`)
    openApi = await response.json()
  } catch (error) {
    byId('notice').textContent = `openapi.json cannot be had: ${error}`
    return
  }
  const title = String(objectOf(objectOf(openApi).info).title ?? 'signalbox')
  byId('title').textContent = title
  document.title = title
  groups = groupsOf(openApi)
  draw()
}

function draw() {
  const found = filtered(groups, search.value)
  const count = found.reduce((sum, { operations }) => sum + operations.length, 0)
  let room = kShownMax
  const sections = found.flatMap(({ service, operations }) => {
    const shown = operations.slice(0, room)
    room -= shown.length
    if (shown.length === 0) return []
    return [make('section', {}, make('h2', {}, service), ...shown.map(drawOperation))]
  })
  byId('services').replaceChildren(...sections)
  const more = count > kShownMax ? `; the first ${kShownMax} are shown` : ''
  byId('notice').textContent = count === 0 ? 'No route is found.' : `${count} operations${more}`
}

/** @param {Operation} operation */
function drawOperation(operation) {
  const { method, path, description } = operation
  const details = make(
    'details',
    {},
    make(
      'summary',
      {},
      make('span', { class: 'method' }, method),
      make('code', {}, path),
      make('span', { class: 'about' }, description),
    ),
  )
  details.addEventListener('toggle', () => details.append(drawBody(operation)), { once: true })
  return details
}

/** @param {Operation} operation */
function drawBody(operation) {
  const { requestSchema, requestType, replySchema, replyTypes, isStream } = operation
  const body = make('div', { class: 'body' })
  if (operation.hasBody) body.append(...drawSchema(`Request: ${requestType}`, requestSchema))
  const title = `${isStream ? 'Items of the reply' : 'Reply'}: ${replyTypes.join(', ')}`
  body.append(...drawSchema(title, replySchema), drawTry(operation))
  return body
}

/** Nothing for a schema that says nothing. @param {string} title @param {unknown} schema */
function drawSchema(title, schema) {
  const text = pretty(resolve(openApi, schema))
  return text === '' || text === '{}' ? [] : [make('h3', {}, title), drawText(text)]
}

/** @param {string} [text] */
function drawText(text = '') {
  return make('pre', { tabindex: '0' }, text)
}

/** @param {Operation} operation */
function drawTry(operation) {
  const { method, parameters, hasBody, requestSchema, requestType, isStream } = operation
  /** @type {Map<string, HTMLInputElement>} */
  const inputs = new Map()
  const fields = parameters.map(({ name, in: place, required, description, schema }) => {
    const id = `f${Math.random().toString(36).slice(2)}`
    const input = make('input', { id, autocomplete: 'off', placeholder: description })
    const example = required ? exampleOf(openApi, schema) : ''
    input.value = typeof example === 'object' ? '' : String(example)
    if (required) input.required = true
    inputs.set(`${place} ${name}`, input)
    return make('div', { class: 'field' }, make('label', { for: id }, `${name} (${place})`), input)
  })
  const isText = /json|text|xml|urlencoded/.test(requestType)
  const text = make('textarea', { rows: '6', 'aria-label': 'Body', spellcheck: 'false' })
  if (isText && requestSchema !== undefined && pretty(resolve(openApi, requestSchema)) !== '{}') {
    text.value = pretty(exampleOf(openApi, requestSchema))
  }
  const accept = make('select', { 'aria-label': 'Accept' })
  for (const type of operation.replyTypes) accept.append(make('option', {}, type))
  const stop = make('button', { type: 'button', hidden: '' }, 'Stop')
  const row = make('div', { class: 'row' }, make('button', { type: 'submit' }, 'Try'), stop)
  if (isStream) row.append(accept)
  const outcome = make('div', { role: 'status' })
  const form = make('form', {}, make('h3', {}, 'Try it'), ...fields)
  if (hasBody) form.append(text)
  form.append(row, outcome)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const values = Object.fromEntries([...inputs].map(([key, input]) => [key, input.value]))
    const { url, missing } = addressOf(operation, values)
    if (missing.length > 0) {
      outcome.replaceChildren(make('p', { class: 'bad' }, `no value: ${missing.join(', ')}`))
      return
    }
    const headers = new Headers()
    if (isStream) headers.set('accept', accept.value)
    const body = hasBody && text.value !== '' && method !== 'GET' ? text.value : undefined
    if (body !== undefined) headers.set('content-type', requestType)
    void send(url, { method, headers, ...(body === undefined ? {} : { body }) }, outcome, stop)
  })
  return form
}

/**
 * Sends a call and shows what comes, as it comes.
 * @param {string} url @param {RequestInit} request @param {HTMLElement} outcome @param {HTMLElement} stop
 */
async function send(url, request, outcome, stop) {
  const controller = new AbortController()
  const head = make('p', {}, `${request.method} ${url} …`)
  const body = drawText()
  const start = performance.now()
  const elapsed = () => `${(performance.now() - start).toFixed(1)} ms`
  outcome.replaceChildren(head)
  stop.hidden = false
  stop.onclick = () => controller.abort()
  try {
    // The origin stands before the path, because `//host` would be another one.
    const response = await fetch(location.origin + url, { ...request, signal: controller.signal })
    const status = `${response.status} ${response.statusText}`
    head.textContent = `${status} · ${elapsed()}`
    if (!response.ok) head.className = 'bad'
    const fields = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
    outcome.append(make('h3', {}, 'Header'), drawText(fields), make('h3', {}, 'Body'), body)
    await show(response, body)
    head.textContent = `${status} · ${elapsed()}`
  } catch (error) {
    head.className = 'bad'
    head.textContent = controller.signal.aborted ? `stopped · ${elapsed()}` : String(error)
  } finally {
    stop.hidden = true
  }
}

/** @param {Response} response @param {HTMLElement} place */
async function show(response, place) {
  const type = response.headers.get('content-type') ?? ''
  if (response.body === null) return
  if (!/json|text|xml|javascript/.test(type) && type !== '') {
    place.textContent = `${(await response.arrayBuffer()).byteLength} bytes of ${type}`
    return
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    text += value
    if (text.length > kShownCharactersMax) {
      place.textContent = `${text.slice(0, kShownCharactersMax)}\n… (the rest is not shown)`
      await reader.cancel()
      return
    }
    place.textContent = text
  }
  if (/^application\/(.*\+)?json\b/.test(type)) place.textContent = pretty(JSON.parse(text))
}

search.addEventListener('input', draw)
all.addEventListener('change', () => void load())
document.addEventListener('keydown', (event) => {
  const isTyping = document.activeElement?.matches('input, textarea, select')
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey) {
    event.preventDefault()
    search.focus()
  }
})
void load()
