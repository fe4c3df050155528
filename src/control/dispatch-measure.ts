// Asks the dispatch worker for its figures. It may be slow to answer, or stuck: that must neither hold up whoever asks nor pile up.

import type { DispatchMeasure, LinkRings, RingFill } from '../data/messages.js'

type Question = {
  readonly answer: Promise<DispatchMeasure>
  readonly settle: (measure: DispatchMeasure) => void
}

/**
 * Whoever asks while a question is on its way shares its answer.
 *
 * @param post sends the question.
 * @returns `measure` asks, waits so many milliseconds, and gives null when that was in vain, while the question stays on its
 *   way; `onMeasured` takes the answer.
 */
export function measureThrough(post: () => void): {
  readonly measure: (timeoutMs: number) => Promise<DispatchMeasure | null>
  readonly onMeasured: (measure: DispatchMeasure) => void
} {
  let asked: Question | null = null
  const measure = (timeoutMs: number) => {
    if (asked === null) {
      asked = question()
      post()
    }
    const { promise: late, cancel } = after(timeoutMs)
    return Promise.race([asked.answer, late]).finally(cancel)
  }
  const onMeasured = (answer: DispatchMeasure) => {
    asked?.settle(answer)
    asked = null
  }
  return { measure, onMeasured }
}

function question(): Question {
  let settle = (_measure: DispatchMeasure) => {}
  const answer = new Promise<DispatchMeasure>((resolve) => {
    settle = resolve
  })
  return { answer, settle }
}

function after(ms: number): { promise: Promise<null>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined
  const promise = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms)
  })
  return { promise, cancel: () => clearTimeout(timer) }
}

/** Of several dispatchers: their times together, and of each link the fullest pair of rings. */
export function mergeMeasures(measures: readonly DispatchMeasure[]): DispatchMeasure {
  const byLink = new Map<number, LinkRings>()
  for (const { rings } of measures) {
    for (const one of rings) {
      const known = byLink.get(one.generation)
      byLink.set(one.generation, known === undefined ? one : fuller(known, one))
    }
  }
  return {
    rings: [...byLink.values()].sort((a, b) => a.link - b.link),
    activeMs: measures.reduce((sum, { activeMs }) => sum + activeMs, 0),
    idleMs: measures.reduce((sum, { idleMs }) => sum + idleMs, 0),
  }
}

function fuller(a: LinkRings, b: LinkRings): LinkRings {
  return {
    ...a,
    toStation: fullerOf(a.toStation, b.toStation),
    toCenter: fullerOf(a.toCenter, b.toCenter),
    waitingBytes: a.waitingBytes + b.waitingBytes,
  }
}

function fullerOf(a: RingFill, b: RingFill): RingFill {
  const { capacityBytes } = a
  const fullCount = a.fullCount + b.fullCount
  return { capacityBytes, usedBytes: Math.max(a.usedBytes, b.usedBytes), fullCount }
}
