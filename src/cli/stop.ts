// SIGTERM and SIGINT of a command that runs until it is told to end.

import type { CliContext } from './context.js'

/** A second signal cuts the drain short: calls may be lost. */
const kExitCutShort = 1

/** `requested` resolves at the first signal; the second one ends the process at once. */
export function listenForStop(context: CliContext): {
  requested: Promise<void>
  release: () => void
} {
  let request: () => void = () => {}
  const requested = new Promise<void>((resolve) => {
    request = resolve
  })
  let signalCount = 0
  const release = context.onStopSignal(() => {
    signalCount++
    if (signalCount > 1) context.exitNow(kExitCutShort)
    else request()
  })
  return { requested, release }
}
