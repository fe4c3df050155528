// A registry as a whole: its lease table, the file that lets it outlive the process, and the port where it is asked.

import { type Clock, systemClock } from '../../base/clock.js'
import { LeaseJournal, readLeaseJournal } from '../../control/leases/lease-journal.js'
import { type LeaseEvent, LeaseTable } from '../../control/leases/lease-table.js'
import type { ResolvedRegistryOptions } from '../../control/leases/registry-options.js'
import { TrustedProxies } from '../../gateway/forwarded.js'
import { kHttpLimitsDefault } from '../../http/http-limits.js'
import type { HttpServer } from '../../http/http-server.js'
import { type HttpEngineChoice, openHttpServer } from '../../http/open-server.js'
import { isLoopback } from '../../transport/address.js'
import { RegistryApi } from './api.js'
import type { DnsServer } from './dns-server.js'
import { HealthChecks } from './health.js'
import { probe } from './probes.js'
import { newRegistryCounts, type RegistryCounts } from './registry-counts.js'
import { registryHandlers } from './registry-http.js'
import { registryPages } from './registry-pages.js'
import { srsrCalls } from './srsr.js'
import { bracketed } from './srsr-address.js'

/** What a person should know. */
export type RegistrySay = (level: 'info' | 'warn', text: string) => void

/** What tests put in its place. */
export type RegistryMeans = { readonly clock: Clock; readonly engine: HttpEngineChoice }

const kMeans: RegistryMeans = { clock: systemClock, engine: 'auto' }

/** Milliseconds that answers on the way may take at the end. */
const kCloseTimeoutMs = 1_000

export class Registry {
  readonly table: LeaseTable
  readonly counts: RegistryCounts = newRegistryCounts()
  readonly api: RegistryApi
  readonly health: HealthChecks
  /** Bound `host:port`, or null. */
  httpAddress: string | null = null
  dnsAddress: string | null = null
  readonly #options: ResolvedRegistryOptions
  readonly #say: RegistrySay
  /** Peers that may ask; null: all. */
  readonly #allowed: TrustedProxies | null
  readonly #means: RegistryMeans
  #journal: LeaseJournal | null = null
  #server: HttpServer | null = null
  #dns: DnsServer | null = null

  /** Made by {@link openRegistry}. */
  constructor(options: ResolvedRegistryOptions, say: RegistrySay, means: RegistryMeans) {
    this.#options = options
    const { allow } = options
    this.#allowed = allow.length === 0 ? null : new TrustedProxies(allow)
    this.#means = means
    this.#say = say
    this.table = new LeaseTable({
      clock: means.clock,
      wallMs: Date.now,
      random: Math.random,
      // Microseconds since 1970: more than any former process has counted.
      firstIndex: Date.now() * 1_000,
    })
    this.table.listen((event) => this.#count(event))
    this.health = new HealthChecks(this.table, { clock: means.clock, random: Math.random, probe })
    const { leaseMs } = options
    this.api = new RegistryApi(this.table, this.counts, {
      leaseMs,
      nowMs: () => means.clock.nowMs(),
    })
  }

  /** Takes what a former process left; from then on every change is written down. */
  restore(): void {
    const { journalPath } = this.#options
    if (journalPath === null) return
    const warn = (trouble: string) => this.#say('warn', trouble)
    const stored = readLeaseJournal(journalPath, warn)
    for (const { id, spec, sinceMs } of stored) this.table.register(spec, id, sinceMs)
    this.#journal = new LeaseJournal(journalPath, this.table, warn)
    if (stored.length > 0) this.#say('info', `${stored.length} instances are kept from before`)
  }

  /** Opens the port. */
  async listen(): Promise<void> {
    const { http, trustProxy } = this.#options
    if (http === null) return
    const isExposed = !isLoopback(http.host) || trustProxy.length > 0
    const limits = {
      ...kHttpLimitsDefault,
      // All clients of loopback have one address.
      connectionsPerAddressMax: kHttpLimitsDefault.connectionsMax,
    }
    const { isStrict, policy, leaseMs } = this.#options
    const { server } = await openHttpServer(this.#means.engine, {
      ...http,
      tls: null,
      isShared: false,
      isExposed,
      limits,
      handlers: registryHandlers({
        calls: srsrCalls(this.table, this.counts, { isStrict, policy, leaseMs }),
        api: this.api,
        pages: registryPages(this.table, this.counts),
        proxies: new TrustedProxies(trustProxy),
        allowed: this.#allowed,
        counts: this.counts,
      }),
    })
    this.#server = server
    this.httpAddress = `${bracketed(server.host)}:${server.port}`
  }

  /** Opens the port of DNS. */
  async listenForDns(): Promise<void> {
    const { dns, dnsTtlSeconds } = this.#options
    if (dns === null) return
    // Loaded when it is wanted: most registries are asked over HTTP alone.
    const { DnsZone } = await import('./dns-zone.js')
    const { openDnsServer } = await import('./dns-server.js')
    const zone = new DnsZone(this.table, dnsTtlSeconds, () => this.#means.clock.nowMs())
    this.#dns = await openDnsServer({ zone, allowed: this.#allowed }, dns.host, dns.port)
    this.dnsAddress = this.#dns.address
  }

  /** Lets go of the port, and writes down what waits. */
  async close(): Promise<void> {
    this.api.close()
    this.health.close()
    await this.#server?.close(kCloseTimeoutMs)
    this.#server = null
    this.#dns?.close()
    this.#dns = null
    await this.#journal?.close()
    this.table.close()
  }

  #count(event: LeaseEvent): void {
    if (event.type === 'added') this.counts.registry_registrations++
    if (event.type !== 'removed') return
    if (event.reason === 'deregistered') this.counts.registry_deregistrations++
    if (event.reason !== 'expired') return
    this.counts.registry_expiries++
    const { id, name, address } = event.instance
    this.#say('info', `instance ${id} of ${name} at ${address} is gone: no heartbeat came`)
  }
}

/**
 * Opens a registry.
 *
 * @returns when it listens.
 * Rejects with ERR_LISTEN, ERR_BAD_ARGUMENT (the file of a former process cannot be used).
 */
export async function openRegistry(
  options: ResolvedRegistryOptions,
  say: RegistrySay,
  means: Partial<RegistryMeans> = {},
): Promise<Registry> {
  const registry = new Registry(options, say, { ...kMeans, ...means })
  try {
    // The port first: who has it owns the file, too.
    await registry.listen()
    // In the same turn: nobody was answered yet.
    registry.restore()
    await registry.listenForDns()
  } catch (error) {
    await registry.close()
    throw error
  }
  return registry
}
