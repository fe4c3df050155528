// Bodies of requests as srsr's server reads them: keys in any case, whatever follows the first JSON value is left alone.

/** Fields by their name in lower case; null counts as absent. */
export type LooseFields = Readonly<Record<string, unknown>>

/** Fields, or what is wrong with the body, in srsr's words where it has some. */
export type LooseReading =
  | { readonly ok: true; readonly fields: LooseFields }
  | { readonly ok: false; readonly error: string }

/** Reads the body of a request. */
export function readLooseJson(body: Uint8Array): LooseReading {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return readFirstValue(text)
  }
  return fieldsOf(value)
}

function fieldsOf(value: unknown): LooseReading {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, error: 'body must be a JSON object' }
  // Most clients write the keys as they are meant: then the value is what is wanted.
  if (isPlain(value)) return { ok: true, fields: value }
  const fields = Object.create(null) as Record<string, unknown> // a key may be __proto__
  for (const [key, field] of Object.entries(value)) {
    if (field !== null) fields[key.toLowerCase()] = field
  }
  return { ok: true, fields }
}

function isPlain(value: object): value is LooseFields {
  for (const key of Object.keys(value)) {
    if (Reflect.get(value, key) === null || key !== key.toLowerCase()) return false
  }
  return true
}

/** The slow way: the text is no JSON as a whole. */
function readFirstValue(text: string): LooseReading {
  const start = text.search(/[^ \t\r\n]/)
  if (start < 0) return { ok: false, error: 'EOF' }
  const end = endOfValue(text, start)
  if (end === null) return { ok: false, error: 'unexpected EOF' }
  let value: unknown
  try {
    value = JSON.parse(text.slice(start, end))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { ok: false, error: `body is no JSON: ${reason}` }
  }
  return fieldsOf(value)
}

/** Where the value that begins at `start` ends; null when it does not. Strings and brackets are all that counts. */
function endOfValue(text: string, start: number): number | null {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    switch (text[at]) {
      case '"':
        at = endOfString(text, at)
        if (at < 0) return null
        if (depth === 0) return at + 1
        break
      case '{':
      case '[':
        depth++
        break
      case '}':
      case ']':
        depth--
        if (depth <= 0) return at + 1
        break
      default:
        if (depth === 0) return at + (/^[^\s{}[\]",]*/.exec(text.slice(at))?.[0].length ?? 0)
    }
  }
  return null
}

/** @returns the index of the closing quote, or -1. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at
  }
  return -1
}
