// Who waits for changes of the registry: requests that are held, and streams.

import { centerError } from '../../base/errors.js'
import { kRegistryWatchersMax } from '../../base/limits.js'
import type { LeaseTable } from '../../control/leases/lease-table.js'

type Listener = (name: string) => void

export class Changes {
  readonly #ofAll = new Set<Listener>()
  readonly #ofName = new Map<string, Set<Listener>>()
  #count = 0

  constructor(table: LeaseTable) {
    table.listen(({ instance: { name } }) => {
      for (const listener of this.#ofAll) listener(name)
      for (const listener of this.#ofName.get(name) ?? []) listener(name)
    })
  }

  /** Requests and streams that wait. */
  get watcherCount(): number {
    return this.#count
  }

  /**
   * Tells of each change of a name, or of all.
   *
   * @returns ends that; once. @throws CenterError ERR_OVERLOADED.
   */
  listen(name: string | null, listener: Listener): () => void {
    if (this.#count >= kRegistryWatchersMax) {
      const values = { what: 'the list of those who watch', limit: kRegistryWatchersMax }
      throw centerError('ERR_OVERLOADED', values)
    }
    this.#count++
    const listeners = name === null ? this.#ofAll : (this.#ofName.get(name) ?? new Set<Listener>())
    if (name !== null) this.#ofName.set(name, listeners)
    listeners.add(listener)
    return () => {
      if (!listeners.delete(listener)) return
      this.#count--
      if (name !== null && listeners.size === 0) this.#ofName.delete(name)
    }
  }

  /**
   * Waits for a change of a name, or of any, that is newer than `index`.
   *
   * @param signal ends the wait. @returns when there is one, or the time is over. Rejects with ERR_OVERLOADED.
   */
  async wait(name: string | null, waitMs: number, signal: AbortSignal): Promise<void> {
    let wake = () => {}
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    const stop = this.listen(name, wake)
    const timer = setTimeout(wake, waitMs)
    signal.addEventListener('abort', wake, { once: true })
    await woken
    stop()
    clearTimeout(timer)
    signal.removeEventListener('abort', wake)
  }
}
