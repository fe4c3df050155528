// Files below folders that the configuration names, with validators and ranges. Nothing outside those folders, and nothing
// whose name begins with a dot.

import { constants } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import mime from 'mime'
import parseRange from 'range-parser'
import { centerError } from '../base/errors.js'
import type { HttpRequest } from '../http/http-server.js'

/** What of a request says how a file is answered. */
export type FileAsker = Pick<HttpRequest, 'method' | 'header'>

/** One mount: paths that begin with the prefix are files below the folder. */
export type StaticMount = { readonly prefix: string; readonly folder: string }

/** A file that was found; {@link close} must follow. */
export type StaticAnswer = {
  readonly status: 200 | 206 | 304 | 416
  readonly headers: string[]
  /** What of the file is the body; null: none of it. */
  readonly part: { readonly start: number; readonly bytes: number } | null
  read(target: Uint8Array, position: number): Promise<number>
  close(): Promise<void>
}

/** Separators and control characters (\p{Cc}), NUL among them. */
const kBadInName = /[/\\\p{Cc}]/u
const kIndexName = 'index.html'
const kTypeDefault = 'application/octet-stream'
/** Without the second, to open a pipe would hold one of the few threads for files until somebody writes to it. */
const kOpenFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)
/** Errors of the file system that mean: there is no such file; the last two are of sockets and devices. */
const kAbsentCodes = [
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'ELOOP',
  'ENAMETOOLONG',
  'EACCES',
  'EINVAL',
  'ENXIO',
  'ENODEV',
]

export class StaticFiles {
  readonly #mounts: readonly { readonly prefix: string; readonly root: string }[]

  private constructor(mounts: readonly { readonly prefix: string; readonly root: string }[]) {
    this.#mounts = mounts
  }

  /** Rejects with ERR_BAD_ARGUMENT when a folder is not there. */
  static async open(mounts: readonly StaticMount[]): Promise<StaticFiles> {
    const opened = mounts.map(async ({ prefix, folder }) => {
      try {
        return { prefix: prefix.replace(/\/+$/, ''), root: await realpath(folder) }
      } catch (error) {
        const rule = `the folder must be there: ${error instanceof Error ? error.message : ''}`
        throw centerError('ERR_BAD_ARGUMENT', { name: 'http.static', value: folder, rule })
      }
    })
    // The longest prefix counts.
    const roots = await Promise.all(opened)
    return new StaticFiles(roots.sort((a, b) => b.prefix.length - a.prefix.length))
  }

  get isEmpty(): boolean {
    return this.#mounts.length === 0
  }

  /**
   * Finds the file of a path.
   *
   * @param path as on the wire, without the query.
   * @returns null when there is none, or none that may be shown.
   */
  async find(path: string, request: FileAsker): Promise<StaticAnswer | null> {
    for (const { prefix, root } of this.#mounts) {
      if (path !== prefix && !path.startsWith(`${prefix}/`)) continue
      const names = safeNames(path.slice(prefix.length))
      return names === null ? null : openBelow(root, names, request)
    }
    return null
  }
}

/**
 * The names on the way to a file.
 *
 * @param rest a path as on the wire, below its mount.
 * @returns null for a path that names nothing that may be shown: broken percent-encoding, NUL, a separator inside a name,
 *   `.` and `..`, a name that begins with a dot.
 */
export function safeNames(rest: string): readonly string[] | null {
  const names: string[] = []
  for (const part of rest.split('/')) {
    if (part === '') continue
    let name: string
    try {
      name = decodeURIComponent(part)
    } catch {
      return null
    }
    if (name.startsWith('.') || kBadInName.test(name)) return null
    names.push(name)
  }
  return rest.endsWith('/') || names.length === 0 ? [...names, kIndexName] : names
}

async function openBelow(
  root: string,
  names: readonly string[],
  request: FileAsker,
): Promise<StaticAnswer | null> {
  let handle: FileHandle | null = null
  try {
    const path = await realpath(join(root, ...names))
    // A link may lead out of the folder, or to a name with a dot inside of it.
    if (!isBelow(root, path)) return null
    handle = await open(path, kOpenFlags)
    const { size, mtimeMs } = await checkedStat(handle)
    return answerFor(handle, path, size, mtimeMs, request)
  } catch (error) {
    await handle?.close()
    if (isAbsence(error)) return null
    throw error
  }
}

function isBelow(root: string, path: string): boolean {
  const inside = root.endsWith(sep) ? root : `${root}${sep}`
  return path.startsWith(inside) && !path.slice(inside.length).split(sep).some(startsWithDot)
}

function startsWithDot(name: string): boolean {
  return name.startsWith('.')
}

async function checkedStat(handle: FileHandle): Promise<{ size: number; mtimeMs: number }> {
  const stat = await handle.stat()
  if (!stat.isFile()) throw Object.assign(new Error('it is no file'), { code: 'ENOENT' })
  return stat
}

function isAbsence(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  return typeof code === 'string' && kAbsentCodes.includes(code)
}

function answerFor(
  handle: FileHandle,
  path: string,
  size: number,
  mtimeMs: number,
  request: FileAsker,
): StaticAnswer {
  // HTTP's dates have whole seconds.
  const modified = new Date(Math.floor(mtimeMs / 1000) * 1000)
  const tag = `"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}"`
  const validators = [
    'etag',
    tag,
    'last-modified',
    modified.toUTCString(),
    'accept-ranges',
    'bytes',
  ]
  const rest = {
    read: async (target: Uint8Array, position: number) =>
      (await handle.read(target, 0, target.length, position)).bytesRead,
    close: () => handle.close(),
  }
  if (isUnchanged(request, tag, modified.getTime())) {
    return { status: 304, headers: validators, part: null, ...rest }
  }
  const typed = [...validators, 'content-type', typeOf(path), 'x-content-type-options', 'nosniff']
  const range = rangeOf(request, size, tag, modified.getTime())
  if (range === 'none')
    return { status: 200, headers: typed, part: { start: 0, bytes: size }, ...rest }
  if (range === 'unsatisfiable') {
    const headers = [...validators, 'content-range', `bytes */${size}`]
    return { status: 416, headers, part: null, ...rest }
  }
  const { start, end } = range
  const headers = [...typed, 'content-range', `bytes ${start}-${end}/${size}`]
  return { status: 206, headers, part: { start, bytes: end - start + 1 }, ...rest }
}

function typeOf(path: string): string {
  const type = mime.getType(path) ?? kTypeDefault
  return /^text\/|javascript$|json$/.test(type) ? `${type}; charset=utf-8` : type
}

/** RFC 9110 §13.2.2: If-None-Match goes before If-Modified-Since. */
function isUnchanged(request: FileAsker, tag: string, modifiedMs: number): boolean {
  const tags = request.header('if-none-match')
  if (tags !== undefined) {
    return tags.split(',').some((one) => {
      const known = one.trim()
      return known === '*' || known.replace(/^W\//, '') === tag
    })
  }
  const since = Date.parse(request.header('if-modified-since') ?? '')
  return !Number.isNaN(since) && modifiedMs <= since
}

/** One range; several at once, or one whose file has changed (If-Range), are answered with the whole file (RFC 9110 §14.2). */
function rangeOf(
  request: FileAsker,
  size: number,
  tag: string,
  modifiedMs: number,
): 'none' | 'unsatisfiable' | { readonly start: number; readonly end: number } {
  const wanted = request.header('range')
  if (wanted === undefined || request.method !== 'GET') return 'none'
  const condition = request.header('if-range')
  if (condition !== undefined && condition !== tag && Date.parse(condition) !== modifiedMs) {
    return 'none'
  }
  // The library takes a suffix that is longer than the file for one that is not there (RFC 9110 §14.1.2).
  const suffix = Number(/^bytes=-(\d+)$/.exec(wanted)?.[1] ?? 0)
  if (suffix > size && size > 0) return { start: 0, end: size - 1 }
  const ranges = parseRange(size, wanted, { combine: true })
  if (ranges === -1) return wanted.startsWith('bytes=') ? 'unsatisfiable' : 'none'
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return 'none'
  const [only] = ranges
  return only === undefined ? 'none' : only
}
