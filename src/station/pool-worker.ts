// Runs in the threads of a pool: loads the author's module once, and brings errors back whole. Node's own way of passing
// an error between threads keeps its text only.

import { type ErrorBody, errorBodyOf, errorJson } from '../base/errors.js'
import { kBodyBytesMax } from '../base/limits.js'
import type { PooledCall } from './pool.js'

/** What a thread of the pool is asked. */
export type PoolTask = { readonly module: string; readonly call: PooledCall }

/** What it answers. */
export type PoolOutcome = { readonly value: unknown } | { readonly error: ErrorBody }

/** Answers one call with the module's default export. */
export async function answer({ module, call }: PoolTask): Promise<PoolOutcome> {
  try {
    const loaded = (await import(module)) as { default?: unknown }
    if (typeof loaded.default !== 'function')
      throw new Error(`${module} has no function as its default export`)
    return { value: await (loaded.default as (call: PooledCall) => unknown)(call) }
  } catch (error) {
    return {
      error: JSON.parse(errorJson(errorBodyOf(error, call.route), kBodyBytesMax)) as ErrorBody,
    }
  }
}
