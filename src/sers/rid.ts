// Ids of calls that the center makes itself: 16 hexadecimal digits, as Zipkin wants them.

import { systemClock } from '../base/clock.js'

let ridCount = 0
const ridStart = Math.floor(Math.random() * 0xffffff)

/** One that no other call of this process has. */
export function newRid(): string {
  ridCount = (ridCount + 1) % 0xfffffff
  const time = Math.floor(systemClock.nowMs()) & 0xfff
  return hex(ridStart, 6) + hex(time, 3) + hex(ridCount, 7)
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}
