// What a Sers center is told: listeners, secrets, times, bounds. settings.ts makes it from an appsettings.json.

import type { TlsArchive, TlsFiles } from '../http/tls-files.js'
import type { RpcMode } from '../wire/sers/rpc-data.js'
import type { HookOptions } from './identity.js'
import type { RateLimitRule } from './rate-limits.js'
import type { TraceOptions } from './trace.js'

/** What a connection may do that named a secret. */
export type SersRole =
  /** Offers routes, and may say that its calls are internal. */
  | 'station'
  /** Speaks for the outside: its calls are from outside whatever they say, and it offers nothing. */
  | 'edge'
  /** A station that may use the Gover API, too. */
  | 'admin'

export type SersSecret = {
  readonly secret: string
  readonly role: SersRole
  /** Prefixes of the routes that it may register; null: all. */
  readonly routes: readonly string[] | null
}

type TlsPem =
  | { readonly cert: string; readonly key: string }
  | { readonly pfx: Buffer; readonly passphrase: string }

export type SersListen =
  | {
      readonly kind: 'tcp'
      readonly host: string
      readonly port: number
      readonly tls: TlsPem | null
    }
  | {
      readonly kind: 'ws'
      readonly host: string
      readonly port: number
      readonly tls: TlsPem | null
      /** Origins that may connect; null: all, as the original does. */
      readonly origins: readonly string[] | null
    }
  | { readonly kind: 'pipe'; readonly path: string; readonly mode: number }
  | { readonly kind: 'zmq'; readonly endpoint: string; readonly isDuplex: boolean }

/** Files that a center or a gateway serves: HTTP below `path` answers with what lies in `folder`. */
export type SersFolder = {
  readonly path: string
  readonly folder: string
  readonly defaultNames: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  /** Content types by the ending of a name, `.html`, in lower case; they go before those that are known. */
  readonly types: Readonly<Record<string, string>>
  /** What the listing of the Gover API calls it. */
  readonly name: string
}

/** Where a request of the plain listeners is sent on to. */
export type SersRedirect = {
  /** Null: the host that was asked. */
  readonly host: string | null
  readonly port: number
  readonly status: number
}

export type SersHttp = {
  readonly listen: readonly {
    readonly host: string
    readonly port: number
    readonly isTls: boolean
  }[]
  /** Of the listeners with TLS. */
  readonly tls: TlsFiles | TlsArchive | null
  /** What comes without TLS is sent on to it; null: it is answered. */
  readonly redirect: SersRedirect | null
  /** caller.source of what comes by HTTP. */
  readonly callerSource: string
  /** Before the fields that tell addresses; '' for none. */
  readonly ipPrefix: string
  /** `*`, or origins. */
  readonly origins: '*' | readonly string[]
  readonly contentType: string
  readonly folders: readonly SersFolder[]
  readonly rateLimits: readonly RateLimitRule[]
  readonly hooks: readonly HookOptions[]
  readonly bodyBytesMax: number
}

export type SersOptions = {
  readonly listen: readonly SersListen[]
  readonly secrets: readonly SersSecret[]
  readonly requestTimeoutMs: number
  /** intervalMs 0: the center does not beat. */
  readonly beat: {
    readonly intervalMs: number
    readonly timeoutMs: number
    readonly missesMax: number
  }
  readonly certifyTimeoutMs: number
  readonly uncertifiedMax: number
  readonly uncertifiedPerAddressMax: number
  readonly connectionsMax: number
  readonly frameBytesMax: number
  readonly waitingBytesMax: number
  readonly nodesPerConnectionMax: number
  /** Services that are known; beyond it those go that nobody offers, which are kept for their counters. */
  readonly servicesMax: number
  readonly registrationBytesMax: number
  readonly titlesPerConnectionMax: number
  /** What becomes of a message for a subscriber whose queue is full. */
  readonly slowSubscriber: 'close' | 'drop'
  /** Calls that one node may have on the way; 0: any number. */
  readonly inFlightPerNodeMax: number
  readonly balance: 'roundRobin' | 'leastInFlight'
  /** Encoding for connections that have not shown one. */
  readonly mode: RpcMode
  readonly ignoresMethod: boolean
  /** Who may use the Gover API: admin secrets and administrators, or also whoever says Internal on this machine. */
  readonly goverAccess: 'admin' | 'internal'
  readonly cgatewaySafeHeaders: boolean
  readonly stationName: string
  readonly stationInfo: Readonly<Record<string, unknown>>
  readonly usageIntervalMs: number
  readonly hooks: readonly HookOptions[]
  readonly folders: readonly SersFolder[]
  readonly http: SersHttp | null
  readonly trace: TraceOptions | null
  /** Folder of counters, descriptions and limits that outlive the process; null: nothing does. */
  readonly dataDir: string | null
}
