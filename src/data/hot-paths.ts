// Notices which caller calls one path so often that a lane is worth its memory.

import { kLaneAskMs, kLaneHotMs } from '../base/limits.js'
import type { CenterLink, Handle } from './center-link.js'

/** More calls than anybody counts to: a path that is never hot. */
const kNever = 0x3fff_ffff

export class HotPaths {
  readonly #hotCount: number
  readonly #onHot: (link: CenterLink, path: string) => void

  /** @param hotCount calls within kLaneHotMs; 0: no path is ever hot. */
  constructor(hotCount: number, onHot: (link: CenterLink, path: string) => void) {
    this.#hotCount = hotCount
    this.#onHot = onHot
  }

  /** What a fresh name of a link begins with. */
  begin(
    link: CenterLink,
    nowMs: number,
  ): Pick<Handle, 'callsUntilHot' | 'heatSinceMs' | 'askAgainMs'> {
    const callsUntilHot = this.#hotCount > 0 && link.takesLanes ? this.#hotCount : kNever
    return { callsUntilHot, heatSinceMs: nowMs, askAgainMs: 0 }
  }

  /** Its count has come down to 0; each call counts it down by one. */
  onCounted(link: CenterLink, handle: Handle, nowMs: number): void {
    const isHot = nowMs - handle.heatSinceMs <= kLaneHotMs && nowMs >= handle.askAgainMs
    const isTaking = this.#hotCount > 0 && link.takesLanes
    handle.callsUntilHot = isTaking ? this.#hotCount : kNever
    handle.heatSinceMs = nowMs
    if (!isHot || !isTaking) return
    handle.askAgainMs = nowMs + kLaneAskMs
    this.#onHot(link, handle.name)
  }
}
