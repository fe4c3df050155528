// What a command is given: the outside world and the SDK. Tests hand in their own.

import type { Writable } from 'node:stream'
import type { ResolvedRegistryOptions } from '../control/leases/registry-options.js'
import type { CenterOptions } from '../control/options.js'
import type { Reload } from '../control/reload.js'
import type { GatewayOptions } from '../control/start-gateway.js'
import type { HttpOptions } from '../gateway/gateway-options.js'
import type { CallOptions } from '../station/call.js'
import type { MessageHandler } from '../station/offers.js'
import type { Colors } from './colors.js'

/** The part of a running center that the command line uses. */
export type CliCenter = {
  readonly name: string
  /** Path of the pipe. */
  readonly pipe: string
  /** `host:port`, or null when no station may come from another machine. */
  readonly stationAddress: string | null
  /** `host:port` of the HTTP gateway and the library in use, or null. */
  readonly httpAddress: string | null
  readonly httpEngine: string | null
  /** Why that one, in words; or null. */
  readonly httpEngineReason: string | null
  /** Where Sers is spoken; empty where it is not. */
  readonly sersAddresses: readonly string[]
  /** `host:port` of the registry for services that register over HTTP, and of its answers of DNS; or null. */
  readonly srsrAddress: string | null
  readonly dnsAddress: string | null
  /** Who may log in, or null. */
  readonly accounts: CliAccounts | null
  /** Rejects when the center dies of an error of its own. */
  readonly ended: Promise<void>
  readonly options: { readonly http: { readonly tlsFiles: unknown } | null }
  /** Takes changed options; see Center.reload. */
  reload(options: CenterOptions): Reload
  isAlive(timeoutMs: number): Promise<boolean>
  /** Returns the count of calls that were still on the way when the wait was over. */
  drain(): Promise<number>
  close(): Promise<void>
}

export type CliAccounts = {
  /** Secret of admin, if this start made it. */
  readonly madeSecret: string | null
  issueLoginToken(id: string): string
}

/** Who started the server and wants to know how it is. */
export type Supervisor = {
  /** Says `READY=1` and the like; see sd_notify(3). Never throws: a supervisor that is gone is no failure of the server. */
  notify(text: string): void
  /** A sign of life is wanted at least this often; null: none. */
  readonly watchdogMs: number | null
}

/** The part of a client that the command line uses. */
export type CliClient = {
  call(route: string, body?: unknown, options?: CallOptions): Promise<unknown>
  publish(topic: string, message?: unknown): Promise<void>
  subscribe(
    topic: string,
    handler: MessageHandler,
    options: { readonly group?: string },
  ): () => Promise<void>
  /** Messages that its handlers had no room for. */
  readonly messagesLostCount: number
  close(): Promise<void>
}

/** The part of a running gateway that the command line uses. */
export type CliGateway = {
  readonly address: string
  readonly engine: string
  /** Why that one, in words. */
  readonly engineReason: string
  reload(options: HttpOptions): Promise<Reload>
  reopenLog(): void
  close(): Promise<void>
}

/** The part of a running registry that the command line uses. */
export type CliRegistry = {
  readonly httpAddress: string | null
  readonly dnsAddress: string | null
  close(): Promise<void>
}

/** How a client connects. */
export type CliConnectOptions = { readonly name?: string; readonly token?: string }

/** A terminal. */
export type Screen = {
  columns(): number
  rows(): number
  /** Calls back when its size has changed, until the returned function is called. */
  onResize(listener: () => void): () => void
  /**
   * Takes the whole terminal: another screen without cursor, and keys one by one. The terminal is as before once the
   * returned function is called, and also when the process ends otherwise.
   */
  take(onKey: (key: string) => void): () => void
}

export type CliContext = {
  readonly version: string
  readonly stdin: AsyncIterable<Uint8Array>
  readonly stdout: Writable
  readonly stderr: Writable
  /** True when a person reads stdout. */
  readonly isTerminal: boolean
  /** For stdout; without any where nobody reads it. */
  readonly colors: Colors
  /** The terminal; null where stdout is none. */
  readonly screen: Screen | null
  /** What has become of a slow thing, on stderr; does nothing unless stderr is a terminal. '' clears the line. */
  readonly progress: (text: string) => void
  readonly startCenter: (options: CenterOptions) => Promise<CliCenter>
  readonly startGateway: (options: GatewayOptions) => Promise<CliGateway>
  readonly openRegistry: (options: ResolvedRegistryOptions) => Promise<CliRegistry>
  readonly connect: (address: string | undefined, options: CliConnectOptions) => Promise<CliClient>
  /** Joins as a station whose one route answers with what it gets. */
  readonly joinEcho: (
    address: string | undefined,
    options: CliConnectOptions,
    route: string,
  ) => Promise<{ leave(): Promise<void> }>
  /** Calls back at every SIGINT and SIGTERM, until the returned function is called. */
  readonly onStopSignal: (listener: () => void) => () => void
  /** Calls back at every SIGHUP, until the returned function is called. */
  readonly onReloadSignal: (listener: () => void) => () => void
  /** Null where nobody supervises; `warning` where somebody does who cannot be reached. */
  readonly openSupervisor: () => {
    readonly supervisor: Supervisor | null
    readonly warning: string | null
  }
  /** Ends the process at once. */
  readonly exitNow: (code: number) => void
}
