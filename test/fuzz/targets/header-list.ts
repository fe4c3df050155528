// Header fields as text in a frame, and cookies: what is laid out comes back, and no text makes two fields of one.

import {
  cookiesOf,
  headerListOf,
  headerOf,
  headerRecordOf,
  headerText,
} from '../../../src/wire/header-list.js'
import { must } from '../input.js'
import { accepted } from '../target.js'

export const words = ['cookie:a=b; c="d"\n', '__proto__', 'a:b\n', '%zz', '\r\n', '\0', ':']

export function fuzz(data: Buffer): void {
  const text = data.toString('utf8')
  const list = headerListOf(text)
  must(list.length % 2 === 0, 'fields have a name and a value')
  must(!list.some((part) => /[\r\n\0]/.test(part)), 'no field ends another one')
  const record = headerRecordOf(list)
  for (const [name] of Object.entries(record))
    must(headerOf(list, name) !== undefined, 'it is there')
  const again = accepted(() => headerText(list), 'ERR_BAD_ARGUMENT')
  if (again !== undefined) {
    const lower = list.map((part, at) => (at % 2 === 0 ? part.toLowerCase() : part))
    must(headerListOf(again).join('\n') === lower.join('\n'), 'fields come back')
  }
  must(Object.getPrototypeOf(cookiesOf(text)) === null, 'a cookie may have any name')
}
