import test from 'ava'
import { LimitsBook } from '../../../src/control/limits-book.js'
import { createGateMemory, Gates } from '../../../src/data/admission.js'
import { refusalBy } from '../../support/refusal.js'
import { makeRegistry, offeredRoute, openStation } from '../../support/registered.js'

function makeBook() {
  const { registry } = makeRegistry()
  const gates = new Gates(createGateMemory())
  const limits = new LimitsBook(gates, registry)
  const a = openStation(registry, 'a', 0)
  registry.register(a, [offeredRoute('GET /x')], [], [])
  const admit = () => gates.admit(registry.routes.get('GET /x')!.id)
  return { registry, gates, limits, admit, a }
}

test('a limit holds from at once', (t) => {
  const { limits, admit } = makeBook()
  limits.setLimit('GET /x', 1)
  t.is(admit(), null)
  t.is(admit(), 'ERR_RATE_LIMITED')
  limits.setLimit('GET /x', undefined)
  t.is(admit(), null)
  limits.close()
})

for (const perSecond of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31]) {
  test(`refuses a limit of ${perSecond}`, (t) => {
    const { limits } = makeBook()
    t.is(refusalBy(() => limits.setLimit('GET /x', perSecond)).code, 'ERR_BAD_ARGUMENT')
  })
}

test('limit and breaker wait for a route that is not there yet', (t) => {
  const { limits, registry, gates } = makeBook()
  limits.setLimit('GET /later', 0)
  limits.setBreaker('GET /broken', true)
  registry.register(
    openStation(registry, 'b', 1),
    [offeredRoute('GET /later'), offeredRoute('GET /broken', 1)],
    [],
    [],
  )
  for (const route of ['GET /later', 'GET /broken']) limits.applyTo(route)
  t.is(gates.admit(registry.routes.get('GET /later')!.id), 'ERR_RATE_LIMITED')
  t.is(gates.admit(registry.routes.get('GET /broken')!.id), 'ERR_BREAKER_OPEN')
  limits.close()
})

test('a route that takes the number of another does not take its limit', (t) => {
  const { limits, registry, gates, a } = makeBook()
  limits.setLimit('GET /x', 0)
  const { id } = registry.routes.get('GET /x')!
  registry.close(a)
  registry.register(openStation(registry, 'b', 1), [offeredRoute('GET /y')], [], [])
  limits.applyTo('GET /y')
  t.is(registry.routes.get('GET /y')!.id, id)
  t.is(gates.admit(id), null)
  limits.close()
})

test('limits that are set again and again are refilled all the same', (t) => {
  const intervals: number[] = []
  const { setInterval: real } = globalThis
  t.teardown(() => {
    globalThis.setInterval = real
  })
  const { limits } = makeBook()
  Reflect.set(globalThis, 'setInterval', (_run: () => void, ms: number) => {
    intervals.push(ms)
    return { unref: () => ({ [Symbol.toPrimitive]: () => 0 }) }
  })
  for (let round = 0; round < 5; round++) limits.setLimit('GET /x', round)
  t.deepEqual(intervals, [1_000], 'the window that runs goes on')
})
