// The center's end of a pair of rings of a link, on its way to the thread of the dispatcher that reads it.

import type { MessagePort } from 'node:worker_threads'
import { assert } from '../base/assert.js'
import { loadNative } from '../ring/native.js'
import type { ReaderLoop } from '../ring/reader-loop.js'
import type { LinkEnd } from './link.js'
import { dropMemoryPair, type MemoryPairPlan, openMemoryPair } from './memory-link.js'
import { dropShmPair, openShmPair, type ShmPairPlan } from './shm-link.js'

/** May be posted; {@link transferOf} goes along. */
export type PairPlan =
  | { readonly kind: 'memory'; readonly pair: MemoryPairPlan }
  | { readonly kind: 'shm'; readonly pair: ShmPairPlan }

export function memoryPair(pair: MemoryPairPlan): PairPlan {
  return { kind: 'memory', pair }
}

export function shmPair(pair: ShmPairPlan): PairPlan {
  return { kind: 'shm', pair }
}

export function transferOf(plan: PairPlan): MessagePort[] {
  return plan.kind === 'memory' ? [plan.pair.port] : []
}

/** Opens it in the thread that reads it. @throws Error with the system's code; nothing is left open then. */
export function openPair(plan: PairPlan, loop: ReaderLoop): LinkEnd {
  if (plan.kind === 'memory') return openMemoryPair(plan.pair, loop)
  const loaded = loadNative()
  assert(loaded.ok, 'threads of one process agree on whether the addon is there')
  return openShmPair(loaded.native, plan.pair, loop)
}

/** Lets go of one that nobody opens. */
export function dropPair(plan: PairPlan): void {
  if (plan.kind === 'memory') {
    dropMemoryPair(plan.pair)
    return
  }
  const loaded = loadNative()
  if (loaded.ok) dropShmPair(loaded.native, plan.pair)
}
