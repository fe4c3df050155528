// Options of the registry for services that register over HTTP. What holds when nothing is said stands in settings.ts.

/** The registry's HTTP entrance; see docs/REGISTRY.md. */
export type SrsrOptions = {
  /** Opens the entrance at 127.0.0.1:4214. Default false; naming an address opens it, too. */
  readonly on?: boolean
  /** `host:port`, or `off`; port 0 takes any. Beyond loopback only with `allow`. */
  readonly address?: string
  /** Milliseconds without a heartbeat after which an instance goes, where it names no lease of its own. Default 30,000. */
  readonly leaseMs?: number
  /** Addresses and blocks of proxies whose word on the client's address is believed. */
  readonly trustProxy?: readonly string[]
  /** Addresses and blocks that may ask; default: whoever reaches the port, which is this machine alone. */
  readonly allow?: readonly string[]
  /** Refuses `host:port` without a scheme, as srsr's own server does. Default false. */
  readonly strictAddress?: boolean
  /** How lookups choose. Default random. */
  readonly balance?: 'random' | 'round-robin'
}

/** Answers of DNS for what is registered. */
export type DnsOptions = {
  /** `host:port`, or `off`. Default off. */
  readonly address?: string
  /** Seconds that answers may be kept; never more than what is left of a lease. Default 0. */
  readonly ttlSeconds?: number
}

type HostPort = { readonly host: string; readonly port: number }

/** Complete and checked. */
export type ResolvedRegistryOptions = {
  readonly http: HostPort | null
  readonly dns: HostPort | null
  readonly dnsTtlSeconds: number
  readonly leaseMs: number
  readonly trustProxy: readonly string[]
  /** Empty: all. */
  readonly allow: readonly string[]
  readonly isStrict: boolean
  readonly policy: 'random' | 'round-robin'
  /** Where instances are kept for the next process; null: nowhere. */
  readonly journalPath: string | null
}

/** The port of srsr's own server. */
export const kSrsrPort = 4214

/** The lease of srsr's own server: its clients beat each 20 s. */
export const kSrsrLeaseMs = 30_000
