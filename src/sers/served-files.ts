// Folders whose files a Sers center serves, to HTTP and to calls. Nothing outside of a folder; no listing of one.

import { extname } from 'node:path'
import { CenterError } from '../base/errors.js'
import { type FileAsker, type StaticAnswer, StaticFiles } from '../gateway/static-files.js'
import { errorReply, kSersErrors } from '../wire/sers/answers.js'
import { writeFiles } from '../wire/sers/files.js'
import { type RpcMode, writeRpcData } from '../wire/sers/rpc-data.js'
import type { SersFolder } from './options.js'

/** A file that was found, with every field of its answer; {@link StaticAnswer.close} must follow. */
export type ServedFile = { readonly found: StaticAnswer; readonly headers: readonly string[] }

type Opened = { readonly folder: SersFolder; readonly files: StaticFiles }

/** A call has no conditions and no ranges. */
const kCaller: FileAsker = { method: 'GET', header: () => undefined }

export class ServedFiles {
  readonly #folders: readonly Opened[]

  private constructor(folders: readonly Opened[]) {
    this.#folders = folders
  }

  /** A folder that is not there serves nothing, and that is told. */
  static async open(
    folders: readonly SersFolder[],
    warn: (text: string) => void,
  ): Promise<ServedFiles> {
    const opened: Opened[] = []
    for (const folder of folders) {
      try {
        const mount = { prefix: folder.path, folder: folder.folder }
        opened.push({ folder, files: await StaticFiles.open([mount]) })
      } catch (error) {
        if (!(error instanceof CenterError)) throw error
        warn(`no files below ${folder.path || '/'}: ${folder.folder} is not there`)
      }
    }
    return new ServedFiles(opened)
  }

  /** Those that are there. */
  get folders(): readonly SersFolder[] {
    return this.#folders.map(({ folder }) => folder)
  }

  /** True when a route is below a folder. */
  has(route: string): boolean {
    return this.#folders.some(({ folder: { path } }) => isBelow(route, path))
  }

  /** @param path as on the wire, without the query. */
  async find(path: string, asker: FileAsker): Promise<ServedFile | null> {
    for (const { folder, files } of this.#folders) {
      if (!isBelow(path, folder.path)) continue
      const names = path.endsWith('/') ? folder.defaultNames : ['']
      for (const name of names) {
        const found = await files.find(`${path}${name}`, asker)
        if (found !== null) return { found, headers: fieldsOf(found, folder, `${path}${name}`) }
      }
    }
    return null
  }

  /** The reply to a call for a file. @param route as Sers says it, not percent-encoded. */
  async answer(route: string, mode: RpcMode, bytesMax: number): Promise<Buffer> {
    const path = route.split('/').map(encodeURIComponent).join('/')
    const served = await this.find(path, kCaller)
    if (served === null) return errorReply(kSersErrors.notFound, mode)
    const { found, headers } = served
    try {
      const { part } = found
      const bytes = part?.bytes ?? 0
      if (bytes > bytesMax) return errorReply(kSersErrors.tooLarge, mode)
      const body = Buffer.alloc(bytes)
      for (let at = 0; at < bytes; ) {
        const count = await found.read(body.subarray(at), at)
        if (count === 0) return errorReply(kSersErrors.internal, mode) // it became shorter meanwhile
        at += count
      }
      const data = writeRpcData({ http: { statusCode: 200, headers: objectOf(headers) } }, mode)
      return data === null ? errorReply(kSersErrors.internal, mode) : writeFiles([data, body])
    } finally {
      await found.close()
    }
  }
}

function isBelow(route: string, path: string): boolean {
  return route === path || route.startsWith(`${path}/`)
}

function fieldsOf(found: StaticAnswer, folder: SersFolder, path: string): string[] {
  const type = folder.types[extname(path).toLowerCase()]
  const headers = [...found.headers]
  const at = headers.indexOf('content-type')
  if (type !== undefined && at >= 0) headers[at + 1] = type
  return [...headers, ...Object.entries(folder.headers).flat()]
}

/** Stations and gateways of Sers look for `Content-Type`, in these letters. */
function objectOf(headers: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {}
  for (let at = 0; at < headers.length; at += 2) {
    const name = headers[at] === 'content-type' ? 'Content-Type' : headers[at]
    if (name !== 'accept-ranges') fields[name] = headers[at + 1]
  }
  return fields
}
