// A link that sends frames which lead nowhere is read less often, and nobody else.

import test from 'ava'
import { kVainFramesMax, kVainWindowMs } from '../../../src/base/limits.js'
import { CenterLink } from '../../../src/data/center-link.js'
import type { Carrier } from '../../../src/wire/control.js'
import { makeRing } from '../../support/ring-pair.js'

function linkOf(carrier: Carrier): CenterLink {
  const { reader, writer } = makeRing(65_536, 32)
  const end = { carrier, reader, writer, onEnd: () => {}, close: () => {} }
  return new CenterLink(0, 1, 'loud', end, false, { onLinkRecord: () => true })
}

test('a link is held for the rest of the window when too many of its frames led nowhere', (t) => {
  const link = linkOf('shm')
  for (let count = 1; count < kVainFramesMax; count++) link.noteVain(100)
  t.is(link.vainUntilMs(100), 0, 'one less is none too many')
  link.noteVain(101)
  t.is(link.vainUntilMs(101), 100 + kVainWindowMs)
  t.is(link.vainUntilMs(100 + kVainWindowMs), 0, 'the next window begins')
  link.noteVain(100 + kVainWindowMs)
  t.is(link.vainUntilMs(100 + kVainWindowMs), 0, 'and counts anew')
})

for (const carrier of ['worker', 'attached'] as const) {
  test(`a thread of the center's own is never held: ${carrier}`, (t) => {
    const link = linkOf(carrier)
    for (let count = 0; count < 4 * kVainFramesMax; count++) link.noteVain(100)
    t.is(link.vainUntilMs(100), 0)
  })
}
