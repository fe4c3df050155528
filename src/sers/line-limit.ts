// Lines of a log that peers cause: some in a while, then only how many there were. A flood of connections is no flood of lines.

import type { Clock } from '../base/clock.js'

const kLinesMax = 100
const kSpanMs = 10_000

/** @returns what passes on lines to `say`, at most {@link kLinesMax} in {@link kSpanMs}. */
export function limitedLines(say: (text: string) => void, clock: Clock): (text: string) => void {
  let beganMs = clock.nowMs()
  let count = 0
  return (text) => {
    const nowMs = clock.nowMs()
    if (nowMs - beganMs >= kSpanMs) {
      if (count > kLinesMax) say(`${count - kLinesMax} further lines were left out`)
      beganMs = nowMs
      count = 0
    }
    count++
    if (count <= kLinesMax) say(text)
  }
}
