// Starts a center in the threads of this process, or in those of somebody who tests it.

import { loadNative } from '../ring/native.js'
import { shareThreadLoop } from '../ring/reader-loop.js'
import { Center } from './center.js'
import { type CenterOptions, resolveCenterOptions } from './options.js'
import { type CenterThreads, startDispatchThread } from './worker-pool.js'

function ownThreads(): CenterThreads {
  const loaded = loadNative()
  const laneNative = loaded.ok ? loaded.native : null
  return { startDispatchThread, shareLoop: shareThreadLoop, laneNative }
}

/**
 * Starts a center without the services that it offers itself.
 *
 * @param threads others than those of this process.
 * Rejects with ERR_BAD_ARGUMENT, ERR_UNSAFE_ADDRESS, ERR_UNSAFE_DIRECTORY, ERR_CENTER_RUNS.
 */
export async function startCenterCore(
  options: CenterOptions,
  threads: CenterThreads = ownThreads(),
): Promise<Center> {
  const center = new Center(resolveCenterOptions(options), threads)
  await center.start()
  return center
}
