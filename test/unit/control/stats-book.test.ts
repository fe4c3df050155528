import test from 'ava'
import { kRetiredNamesMax } from '../../../src/base/limits.js'
import { StatsBook } from '../../../src/control/stats-book.js'
import { countBegin } from '../../../src/wire/stats-block.js'

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
