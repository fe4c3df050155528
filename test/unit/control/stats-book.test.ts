import test from 'ava'
import { kRetiredNamesMax, kStatsBlocksPerChunk } from '../../../src/base/limits.js'
import { StatsBook } from '../../../src/control/stats-book.js'
import { StatsSum } from '../../../src/data/endpoint-stats.js'
import { countBegin, kStatsBlockWords } from '../../../src/wire/stats-block.js'

function retireCalled(book: StatsBook, route: string, service: string): void {
  const block = book.allocate()
  const { words, at } = book.locate(block)
  countBegin(words, at)
  book.retire(block, route, service)
}

const countOf = (book: StatsBook) => [...book.retired()].length

test('figures of a route that several services offered are kept for each, and sum up', (t) => {
  const book = new StatsBook()
  retireCalled(book, 'GET /a', 'x')
  retireCalled(book, 'GET /a', 'x')
  retireCalled(book, 'GET /a', 'y')
  const found = [...book.retired()].map(({ service, sum }) => [service, sum.totals().calls])
  t.deepEqual(found, [
    ['x', 2],
    ['y', 1],
  ])
  t.is(book.sumOfRoute('GET /a').totals().calls, 3)
  t.is(book.sumOfService('x').totals().calls, 2)
})

test('the route that was retired first makes room', (t) => {
  const book = new StatsBook()
  for (let at = 0; at < kRetiredNamesMax + 5; at++) retireCalled(book, `GET /r${at}`, 'x')
  t.is(countOf(book), kRetiredNamesMax)
  t.is(book.sumOfRoute('GET /r4').totals().calls, 0)
  t.is(book.sumOfRoute('GET /r5').totals().calls, 1)
})

test('services without end cannot make one route grow', (t) => {
  const book = new StatsBook()
  for (let at = 0; at < kRetiredNamesMax + 5; at++) retireCalled(book, 'GET /a', `s${at}`)
  t.is(countOf(book), 5)
})

test('what several dispatchers count for one endpoint is added up, also when it is gone', (t) => {
  const book = new StatsBook(3)
  const block = book.allocate()
  const [memory] = book.takeNewChunks()
  const chunkWords = kStatsBlocksPerChunk * kStatsBlockWords
  for (const [dispatcher, calls] of [4, 5, 6].entries()) {
    const words = new Float64Array(memory)
    for (let call = 0; call < calls; call++)
      countBegin(words, dispatcher * chunkWords + block * kStatsBlockWords)
  }
  const sum = new StatsSum()
  book.addTo(sum, block)
  t.like(sum.read(), { calls: 15, inFlight: 15 })
  book.retire(block, 'GET /a', 'orders')
  t.like(book.sumOfRoute('GET /a').read(), { calls: 15, inFlight: 0 })
  const fresh = new StatsSum()
  book.addTo(fresh, book.allocate())
  t.is(fresh.read().calls, 0, 'the block is used again, and begins at 0 for all of them')
})
