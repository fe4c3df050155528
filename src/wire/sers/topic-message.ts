// Payloads of message frames: publish and subscribe. File 0 is one byte that says what, file 1 a title, file 2 a body.

import { readFiles, writeFiles } from './files.js'

export const kOpPublish = 0
export const kOpSubscribe = 1
export const kOpUnsubscribe = 2
export const kOpMessage = 3

export type TopicOrder = {
  readonly op: number
  readonly title: string
  /** Empty where there is none. A view. */
  readonly body: Buffer
}

const kNoBody = Buffer.alloc(0)

/** @returns null for what says nothing: no such operation, no title, no files. */
export function readTopicOrder(payload: Buffer): TopicOrder | null {
  const files = readFiles(payload)
  if (files === null || files.length < 2 || files[0].length !== 1) return null
  const op = files[0][0]
  if (op > kOpMessage || files[1].length === 0) return null
  return { op, title: files[1].toString(), body: files[2] ?? kNoBody }
}

/** A payload that says this. */
export function writeTopicOrder(op: number, title: string, body?: Uint8Array): Buffer {
  const files: Uint8Array[] = [Buffer.of(op), Buffer.from(title)]
  if (body !== undefined) files.push(body)
  return writeFiles(files)
}
