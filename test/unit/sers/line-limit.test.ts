import test from 'ava'
import { limitedLines } from '../../../src/sers/line-limit.js'
import { ManualClock } from '../../support/manual-clock.js'

test('a flood of lines is cut off, counted, and over with the next span', (t) => {
  const clock = new ManualClock()
  const said: string[] = []
  const say = limitedLines((text) => said.push(text), clock)
  for (let count = 0; count < 250; count++) say(`line ${count}`)
  t.is(said.length, 100)
  t.is(said.at(-1), 'line 99')
  clock.advance(10_000)
  say('again')
  t.deepEqual(said.slice(100), ['150 further lines were left out', 'again'])
  clock.advance(10_000)
  say('quiet')
  t.deepEqual(said.slice(102), ['quiet'])
})
