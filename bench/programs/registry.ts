// The registry alone in a process of its own, as `signalbox srsr` runs it.

import { kSrsrLeaseMs } from '../../src/control/leases/registry-options.js'
import { openRegistry, type Registry } from '../../src/services/registry/registry.js'
import { answer, numberOf, textOf } from '../answer.js'

let registry: Registry | null = null

answer(
  {
    start: async (parameters) => {
      registry = await openRegistry(
        {
          http: { host: '127.0.0.1', port: 0 },
          dns: null,
          dnsTtlSeconds: 0,
          leaseMs: kSrsrLeaseMs,
          trustProxy: [],
          allow: [],
          isStrict: false,
          policy: 'random',
          journalPath: textOf(parameters, 'journal'),
        },
        () => {},
      )
      return registry.httpAddress
    },
    instanceCount: (parameters) => {
      const count = registry?.table.instanceCount ?? 0
      const wanted = numberOf(parameters, 'wanted')
      if (count !== wanted) throw new Error(`${count} instances are there, not ${wanted}`)
    },
  },
  async () => {
    await registry?.close()
  },
)
