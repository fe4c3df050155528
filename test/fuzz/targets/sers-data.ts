// Payloads of Sers: files, RpcContextData in both encodings, orders of topics. What was read is written as it was, from one
// encoding to the other without loss, and another route changes nothing else.

import { readCall } from '../../../src/sers/sers-call.js'
import { readFiles, withFirstFile, writeFiles } from '../../../src/wire/sers/files.js'
import {
  kRpcBytesMax,
  readRecordHead,
  readRpcData,
  withRoute,
  writeRpcData,
  writeRpcRecords,
} from '../../../src/wire/sers/rpc-data.js'
import { readTopicOrder, writeTopicOrder } from '../../../src/wire/sers/topic-message.js'
import { must } from '../input.js'

const kRoute = '/x/*'

export const words = [
  '{"route":"/a","http":{"method":"GET"}}',
  '"route"',
  '\\ud800',
  '\x0a\x05\0/a/b/',
  '\x20\x04\0',
  '\x02\0\0\0{}',
]

export function fuzz(data: Buffer): void {
  const files = readFiles(data)
  if (files !== null) {
    must(writeFiles(files).equals(data), 'files come back as they were')
    const [first] = files
    if (first !== undefined) {
      const same = withFirstFile(data, first.length + 4, first)
      must(same.equals(data), 'the same first file changes nothing')
      readOne(first)
    }
  }
  readOne(data)
  readCall(data)
  const order = readTopicOrder(data)
  if (order === null) return
  const again = readTopicOrder(writeTopicOrder(order.op, order.title, order.body))
  must(
    again !== null && again.op === order.op && again.title === order.title,
    'an order comes back',
  )
  must(again.body.equals(order.body), 'its body comes back')
}

function readOne(bytes: Buffer): void {
  const reading = readRpcData(bytes)
  if (!reading.ok) return
  must(bytes.length <= kRpcBytesMax, 'what is over the bound is refused')
  const { mode, data } = reading
  if (mode === 'binary') must(readRecordHead(bytes) !== null, 'what is read has a head')
  const moved = withRoute(bytes, mode, kRoute)
  must(moved !== null, 'a short route fits')
  const after = readRpcData(moved)
  if (moved.length <= kRpcBytesMax) must(after.ok, 'with another route it is as good as before')
  if (data.route !== undefined && after.ok)
    must(after.data.route === kRoute, 'the route is the other one')
  const written = writeRpcData(data, mode)
  const records = writeRpcRecords(data)
  if (records === null || written === null || records.length > kRpcBytesMax) return
  if (records.length > 0) must(readRpcData(records).ok, 'records that were written can be read')
}
