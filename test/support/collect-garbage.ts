// For tests of how much memory is held: without this they would count what nobody holds any more.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Collects the garbage of this thread, all of it. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('V8 gives no way to collect garbage')
  Reflect.apply(collect, undefined, [])
}
