// What a reply's own data tell the center: whether the call failed, and what some callers must not see.

import { membersOf, numberOf, type RpcData, textOf } from '../wire/sers/rpc-data.js'

const kFailureStatus = 500
const kFailureStart = Buffer.from('{"success":false')

/** True for a reply that says that the call failed. */
export function isFailure(data: RpcData): boolean {
  if (data.error !== undefined && data.error !== null) return true
  const http = membersOf(data.http)
  if (http === undefined) return false
  if ((numberOf(http.statusCode) ?? 0) >= kFailureStatus) return true
  const headers = membersOf(http.headers)
  return headers !== undefined && textOf(headers.responseState) === 'fail'
}

/** True for a value that begins as the failures of every library of Sers do. */
export function isFailureValue(payload: Buffer, start: number, end: number): boolean {
  return (
    end - start > kFailureStart.length &&
    payload[start + 12] === kFailureStart[12] &&
    payload.compare(kFailureStart, 0, kFailureStart.length, start, start + kFailureStart.length) ===
      0
  )
}

/** The same data with each `%` of header values doubled, for CGateway 1.x prints them as a format. */
export function doublePercent(data: RpcData): RpcData {
  const http = membersOf(data.http)
  const headers = membersOf(http?.headers)
  if (http === undefined || headers === undefined) return data
  const entries = Object.entries(headers)
  if (!entries.some(([, value]) => String(value).includes('%'))) return data
  const doubled = entries.map(([name, value]) => [
    name,
    typeof value === 'string' ? value.replaceAll('%', '%%') : value,
  ])
  return { ...data, http: { ...http, headers: Object.fromEntries(doubled) } }
}
