// First module of a station's worker thread: keeps the door to the center open, then loads the author's module.

import { once } from 'node:events'
import { type MessagePort, workerData } from 'node:worker_threads'
import { setWorkerDoor } from '../transport/connect.js'
import type { MemoryLinkPlan } from '../transport/memory-link.js'

type BootData = { readonly module: string; readonly door: MessagePort }

const { module, door } = workerData as BootData // worker-pool.ts gives exactly this
setWorkerDoor(async ({ name, version }) => {
  door.postMessage({ name, version })
  const [plan]: [MemoryLinkPlan] = (await once(door, 'message')) as [MemoryLinkPlan]
  door.unref()
  return plan
})
await import(module)
door.postMessage('loaded')
door.unref()
