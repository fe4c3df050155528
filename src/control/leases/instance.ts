// What is registered over HTTP: one instance of a service, the lease that keeps it, and how its health is looked after.

/** How the center finds out whether an instance works. */
export type HealthCheck =
  /** Its heartbeats are all. */
  | { readonly type: 'heartbeat' }
  | {
      readonly type: 'http' | 'tcp' | 'grpc'
      /** Path that is asked for with GET; of `http` alone. */
      readonly path: string
      /** Service that is asked about (grpc.health.v1); '' is the whole server; of `grpc` alone. */
      readonly service: string
      readonly intervalMs: number
      readonly timeoutMs: number
      /** Good outcomes in a row that make an instance pass, and bad ones that make it fail. */
      readonly rise: number
      readonly fall: number
    }

export const kHeartbeatCheck: HealthCheck = { type: 'heartbeat' }

/** What a registration says. */
export type InstanceSpec = {
  /** 1 … 1,024 bytes; compared exactly. */
  readonly name: string
  /** As it was registered or put together; `http://h:80/path`, `grpc://h:9000`, `h:80`, … */
  readonly address: string
  readonly version: string
  readonly tags: readonly string[]
  /** 1 … 1,000; its share where instances are chosen by weight. */
  readonly weight: number
  readonly metadata: Readonly<Record<string, string>>
  /** Milliseconds that the lease lasts without a heartbeat; Infinity for an instance that is kept by its checks alone. */
  readonly leaseMs: number
  readonly check: HealthCheck
}

/** Values of a registration that says no more than name, address and lease. */
export const kPlainSpec = {
  version: '',
  tags: [] as readonly string[],
  weight: 1,
  metadata: {} as Readonly<Record<string, string>>,
  check: kHeartbeatCheck,
} as const satisfies Partial<InstanceSpec>

/** One registered instance. Its lease table alone changes it. */
export class Instance implements InstanceSpec {
  readonly id: string
  readonly name: string
  readonly address: string
  readonly version: string
  readonly tags: readonly string[]
  readonly weight: number
  readonly metadata: Readonly<Record<string, string>>
  readonly leaseMs: number
  readonly check: HealthCheck
  /** Milliseconds since 1970 at which it registered. */
  readonly sinceMs: number
  /** Milliseconds of the clock at which its lease ends. */
  deadlineMs: number
  /** When the heap looks at it; at or before its deadline. */
  dueMs: number
  /** Its place in the heap; -1 for none. */
  heapIndex = -1
  /** Whether lookups, answers of DNS and calls may choose it. */
  isPassing: boolean
  /** Why it is as it is, for people; '' for nothing to say. */
  note = ''

  constructor(id: string, spec: InstanceSpec, sinceMs: number, deadlineMs: number) {
    this.id = id
    this.name = spec.name
    this.address = spec.address
    this.version = spec.version
    this.tags = spec.tags
    this.weight = spec.weight
    this.metadata = spec.metadata
    this.leaseMs = spec.leaseMs
    this.check = spec.check
    this.sinceMs = sinceMs
    this.deadlineMs = deadlineMs
    this.dueMs = deadlineMs
    this.isPassing = spec.check.type === 'heartbeat'
  }
}
