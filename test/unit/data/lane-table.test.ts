import test from 'ava'
import { LaneTable } from '../../../src/data/lane-table.js'
import { kLaneBroken, kLaneFinished, kLaneReady } from '../../../src/wire/frame.js'

type Link = { readonly name: string; isOpen: boolean }

function makeTable() {
  const told: string[] = []
  const table = new LaneTable<Link>((link, { lane, isLost }) =>
    told.push(`${link.name} ${lane} ${isLost}`),
  )
  const [caller, station, stranger] = ['caller', 'station', 'stranger'].map((name) => ({
    name,
    isOpen: true,
  }))
  if (caller === undefined || station === undefined || stranger === undefined) throw new Error()
  return { table, told, caller, station, stranger }
}

test('each end says once that it is ready and once that it is done', (t) => {
  const { table, caller, station } = makeTable()
  table.add(1, caller, station)
  t.deepEqual(table.take(station, 1, kLaneReady), { word: 'ready', side: 'station' })
  t.is(table.take(station, 1, kLaneReady), null)
  t.true(table.addCaller(1))
  t.deepEqual(table.take(caller, 1, kLaneReady), { word: 'ready', side: 'caller' })
  t.deepEqual(table.take(caller, 1, kLaneFinished), { word: 'finished', side: 'caller' })
  t.is(table.take(caller, 1, kLaneFinished), null)
  t.deepEqual(table.take(station, 1, kLaneBroken), { word: 'broken', side: 'station' })
  t.is(table.take(station, 1, kLaneFinished), null, 'the lane is forgotten')
})

test('nobody says anything of the lanes of others, or before there is one', (t) => {
  const { table, caller, station, stranger } = makeTable()
  t.is(table.take(caller, 1, kLaneReady), null)
  table.add(1, caller, station)
  t.is(table.take(stranger, 1, kLaneReady), null)
  t.is(table.take(caller, 1, kLaneReady), null, 'it has not got its end')
  t.is(table.take(station, 1, 99), null)
  t.is(table.take(station, -1, kLaneReady), null)
})

test('the other end is told of a death at once, and only while it has the lane', (t) => {
  const { table, told, caller, station } = makeTable()
  table.add(1, caller, station)
  table.add(2, caller, station)
  table.addCaller(2)
  station.isOpen = false
  table.onLinkGone(station)
  t.deepEqual(told, ['caller 2 true'])
  t.false(table.addCaller(1), 'it is over before the caller got it')
  t.deepEqual(table.take(caller, 2, kLaneFinished), { word: 'finished', side: 'caller' })
  caller.isOpen = false
  table.onLinkGone(caller)
  t.deepEqual(told, ['caller 2 true'])
})

test('a caller that died meanwhile gets no lane, and its station is told', (t) => {
  const { table, told, caller, station } = makeTable()
  table.add(1, caller, station)
  caller.isOpen = false
  table.onLinkGone(caller)
  t.deepEqual(told, ['station 1 true'])
  t.false(table.addCaller(1))
  t.deepEqual(table.take(station, 1, kLaneFinished), { word: 'finished', side: 'station' })
})
