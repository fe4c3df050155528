// Where calls of an instance go: read once from its address, when it registers.

import { kBadAddress } from './srsr-address.js'

/** Somebody who can be called. */
export type CallTarget =
  | {
      readonly kind: 'http'
      readonly isTls: boolean
      readonly host: string
      readonly port: number
      /** `host:port` as the Host field says it. */
      readonly authority: string
      /** Path that goes before each; no slash at its end. */
      readonly path: string
    }
  | { readonly kind: 'grpc'; readonly isTls: boolean; readonly host: string; readonly port: number }

/** A target, or why there is none. */
export type TargetReading =
  | { readonly ok: true; readonly target: CallTarget }
  | { readonly ok: false; readonly reason: string }

const kPorts: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'grpc:': 80,
  'grpcs:': 443,
}
/** No scheme, or what looks like one and is a host: `localhost:80`. */
const kHostPort = /^(?:[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}$/

/** Reads an address. `host:port` is HTTP. */
export function readTarget(address: string): TargetReading {
  const whole = kHostPort.test(address) ? `http://${address}` : address
  const url = URL.canParse(whole) ? new URL(whole) : null
  if (url === null) return { ok: false, reason: kBadAddress }
  const isGrpc = url.protocol.startsWith('grpc')
  const usual = kPorts[url.protocol]
  if (usual === undefined || url.hostname === '')
    return { ok: false, reason: 'an address with http, https, grpc or grpcs can be called' }
  const isTls = url.protocol === 'https:' || url.protocol === 'grpcs:'
  const port = url.port === '' ? usual : Number(url.port)
  if (port === 0) return { ok: false, reason: 'port 0 cannot be called' }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isGrpc) return { ok: true, target: { kind: 'grpc', isTls, host, port } }
  const path = url.pathname.replace(/\/+$/, '')
  return { ok: true, target: { kind: 'http', isTls, host, port, authority: url.host, path } }
}
