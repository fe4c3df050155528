import test from 'ava'
import { HealthState } from '../../../../src/services/registry/health-state.js'

const kThresholds = { rise: 2, fall: 3 }

function play(state: HealthState, outcomes: string, everyMs = 1_000, fromMs = 0): string {
  let nowMs = fromMs
  return outcomes
    .split('')
    .map((outcome) => {
      state.note(outcome === '+', nowMs)
      nowMs += everyMs
      return state.isPassing ? '+' : '-'
    })
    .join('')
}

test('the first check counts alone; from then on it takes some in a row', (t) => {
  t.is(play(new HealthState(kThresholds, false), '+---++'), '+++--+')
  t.is(play(new HealthState(kThresholds, false), '-+-++'), '----+')
  t.is(play(new HealthState(kThresholds, false), '+--+--+--+'), '++++++++++')
})

test('what flaps is held out until it has been quiet, and passes again by itself', (t) => {
  const state = new HealthState({ rise: 1, fall: 1 }, false)
  t.is(play(state, '+-+-+-+'), '+-+-+--')
  t.true(state.isHeld)
  // 2,900 points halve each minute: below 750 after two.
  t.is(play(state, '+', 0, 60_000), '-')
  t.is(play(state, '+', 0, 120_000), '-')
  t.is(play(state, '+', 0, 130_000), '+')
  t.false(state.isHeld)
})

test('a failure now and then is no flapping', (t) => {
  const state = new HealthState({ rise: 1, fall: 1 }, false)
  t.is(play(state, '+-+-+-+-+-+', 60_000), '+-+-+-+-+-+')
})
