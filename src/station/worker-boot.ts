// First module of a station's worker thread: keeps the thread's end of the link ready, then loads the author's module.

import { parentPort, workerData } from 'node:worker_threads'
import { setWorkerPlan } from '../transport/connect.js'
import type { MemoryLinkPlan } from '../transport/memory-link.js'

const { module, plan }: { readonly module: string; readonly plan: MemoryLinkPlan } = workerData
setWorkerPlan(plan)
await import(module)
parentPort?.postMessage('loaded')
