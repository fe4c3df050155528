// First module of a station's worker thread: keeps the door to the center open, then loads the author's module.

import { type MessagePort, workerData } from 'node:worker_threads'
import { setWorkerDoor } from '../transport/connect.js'
import { type MemoryLinkPlan, openMemoryLink } from '../transport/memory-link.js'

type BootData = { readonly module: string; readonly door: MessagePort }

const { module, door } = workerData as BootData // worker-pool.ts gives exactly this
// The center answers in the order in which it was asked.
const waiting: ((plan: MemoryLinkPlan) => void)[] = []
door.on('message', (plan: MemoryLinkPlan) => {
  waiting.shift()?.(plan)
  if (waiting.length === 0) door.unref()
})
setWorkerDoor(async ({ name, version }) => {
  door.ref()
  door.postMessage({ name, version })
  const plan = await new Promise<MemoryLinkPlan>((resolve) => waiting.push(resolve))
  return (loop) => openMemoryLink(plan, loop)
})
await import(module)
door.postMessage('loaded')
door.unref()
