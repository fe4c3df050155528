// A configuration file as a tree that knows where everything stands: JSON with comments, or YAML.

import { extname } from 'node:path'
import {
  type Node as JsonNode,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser'
import { isMap, isScalar, isSeq, parseDocument } from 'yaml'

/** Offsets count characters from the start of the file. */
export type ConfigNode =
  | { readonly type: 'group'; readonly offset: number; readonly entries: readonly ConfigEntry[] }
  | { readonly type: 'list'; readonly offset: number; readonly items: readonly ConfigNode[] }
  | { readonly type: 'scalar'; readonly offset: number; readonly value: unknown }

export type ConfigEntry = {
  readonly key: string
  readonly offset: number
  readonly value: ConfigNode
}

/** What is wrong at a place of the file. */
export type ConfigFault = { readonly offset: number; readonly text: string }

export type ConfigTree = {
  /** Null for a file with nothing in it but comments, or one whose form is broken. */
  readonly root: ConfigNode | null
  readonly faults: readonly ConfigFault[]
}

/**
 * Reads a file's text; its name says in which language.
 *
 * @param path ends with .json, .jsonc, .yaml or .yml; another end is a fault.
 * @param text at most some hundred kilobytes: nesting is followed by calls.
 */
export function parseConfig(path: string, text: string): ConfigTree {
  try {
    switch (extname(path).toLowerCase()) {
      case '.json':
      case '.jsonc':
        return parseJson(text)
      case '.yaml':
      case '.yml':
        return parseYaml(text)
      default:
        return broken(0, 'the name of a configuration file ends with .json, .jsonc, .yaml or .yml')
    }
  } catch (error) {
    if (error instanceof RangeError) return broken(0, 'its values are nested too deeply')
    if (error instanceof FormError) return broken(error.offset, error.message)
    throw error
  }
}

function broken(offset: number, text: string): ConfigTree {
  return { root: null, faults: [{ offset, text }] }
}

/** A construct that is right in its language and has no meaning here. */
class FormError extends Error {
  readonly offset: number

  constructor(offset: number, text: string) {
    super(text)
    this.offset = offset
  }
}

// ---- JSON with comments

function parseJson(text: string): ConfigTree {
  const errors: ParseError[] = []
  const options = { allowTrailingComma: true, allowEmptyContent: true }
  const root = parseTree(text, errors, options)
  const faults = errors.map(({ error, offset }) => ({
    offset,
    text: `this is no JSON: ${wordsOf(printParseErrorCode(error))}`,
  }))
  if (faults.length > 0) return { root: null, faults }
  return { root: root === undefined ? null : ofJson(root), faults }
}

/** `CloseBraceExpected` → `close brace expected`. */
function wordsOf(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()
}

function ofJson(node: JsonNode): ConfigNode {
  const { offset, children = [] } = node
  const value: unknown = node.value
  if (node.type === 'array') return { type: 'list', offset, items: children.map(ofJson) }
  if (node.type !== 'object') return { type: 'scalar', offset, value }
  const entries = children.flatMap((property) => {
    const [key, held] = property.children ?? []
    return key === undefined || held === undefined
      ? []
      : [{ key: String(key.value), offset: key.offset, value: ofJson(held) }]
  })
  return { type: 'group', offset, entries }
}

// ---- YAML

function parseYaml(text: string): ConfigTree {
  const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false })
  const faults = document.errors.concat(document.warnings).map(({ message, pos }) => ({
    offset: pos[0],
    text: `this is no YAML: ${message}`,
  }))
  if (faults.length > 0) return { root: null, faults }
  const isEmpty = document.contents === null
  return { root: isEmpty ? null : ofYaml(document.contents, 0), faults }
}

function ofYaml(node: unknown, outside: number): ConfigNode {
  // An empty value has no node of its own: it stands where its key does.
  if (node === null) return { type: 'scalar', offset: outside, value: null }
  if (isScalar(node)) return { type: 'scalar', offset: startOf(node, outside), value: node.value }
  if (isSeq(node)) {
    const offset = startOf(node, outside)
    return { type: 'list', offset, items: node.items.map((item) => ofYaml(item, offset)) }
  }
  if (isMap(node)) {
    const offset = startOf(node, outside)
    const entries = node.items.map(({ key, value }) => {
      const at = isScalar(key) ? startOf(key, offset) : offset
      if (!isScalar(key)) throw new FormError(at, 'a key is a plain text')
      return { key: String(key.value), offset: at, value: ofYaml(value, at) }
    })
    return { type: 'group', offset, entries }
  }
  throw new FormError(outside, 'aliases are not taken; write the value')
}

function startOf(node: { range?: readonly number[] | null }, outside: number): number {
  return node.range?.[0] ?? outside
}
