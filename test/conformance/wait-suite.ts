// Deadlines, cancels, one-way calls, nested calls and very many calls at once.

import test from 'ava'
import { refusalOf } from '../support/refusal.js'
import { until } from '../support/until.js'
import { type Bench, freshKey } from './bench.js'

const kTrace = {
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  tracestate: 'a=1,b=2',
}
const kOutstandingCount = 10_000

export function waitSuite({ title, caller }: Bench): void {
  const call = (route: string, body?: unknown) => caller().call(route, body)
  const noted = (key: string) => call(`GET /note/${encodeURIComponent(key)}`)

  test.serial(`${title}: a deadline ends the call and aborts the handler`, async (t) => {
    const key = freshKey()
    const error = await refusalOf(caller().call(`POST /hang/${key}`, 1, { timeoutMs: 60 }))
    t.is(error.code, 'ERR_DEADLINE')
    t.is(error.status, 504)
    t.regex(error.message, /60 ms/)
    t.deepEqual(await noted(`${key} aborted`), { code: 'ERR_CANCELLED', isAborted: true })
  })

  test.serial(
    `${title}: the caller's signal ends the call with its reason and aborts the handler`,
    async (t) => {
      const key = freshKey()
      const controller = new AbortController()
      const calling = caller().call(`POST /hang/${key}`, 1, { signal: controller.signal })
      await noted(`${key} began`)
      const reason = new Error('changed my mind')
      controller.abort(reason)
      t.is(await t.throwsAsync(calling), reason)
      t.deepEqual(await noted(`${key} aborted`), { code: 'ERR_CANCELLED', isAborted: true })
    },
  )

  test.serial(
    `${title}: a call with callbacks tells its outcome once, and not at once`,
    async (t) => {
      const outcomes: unknown[] = []
      const told = new Promise<void>((resolve) => {
        const tell = (kind: string) => (outcome: unknown, mark: unknown) => {
          outcomes.push([
            kind,
            outcome instanceof Error ? Reflect.get(outcome, 'code') : outcome,
            mark,
          ])
          if (outcomes.length === 4) resolve()
        }
        const [onReply, onError] = [tell('reply'), tell('error')]
        const begin = (route: string, body: unknown, mark: number, timeoutMs = 30_000) =>
          caller().callThen(route, body, onReply, onError, mark, { timeoutMs })
        begin('POST /echo', { a: 1 }, 1)
        begin('no route', undefined, 2)
        begin('POST /nowhere-at-all', undefined, 3)
        begin(`POST /hang/${freshKey()}`, 1, 4, 60)
        t.deepEqual(outcomes, [], 'before callThen has returned')
      })
      await told
      await call('POST /echo', 'later')
      outcomes.sort((one, other) => markOf(one) - markOf(other))
      t.deepEqual(outcomes, [
        ['reply', { a: 1 }, 1],
        ['error', 'ERR_BAD_ROUTE', 2],
        ['error', 'ERR_NO_ROUTE', 3],
        ['error', 'ERR_DEADLINE', 4],
      ])
    },
  )

  test.serial(`${title}: a signal that is aborted already sends nothing`, async (t) => {
    const key = freshKey()
    const reason = new Error('too late')
    const signal = AbortSignal.abort(reason)
    t.is(await t.throwsAsync(caller().call(`POST /note/${key}`, 'sent', { signal })), reason)
    await call(`POST /note/${key}`, 'only this')
    t.is(await noted(key), 'only this')
  })

  test.serial(`${title}: a signal that is aborted after the answer changes nothing`, async (t) => {
    const controller = new AbortController()
    t.is(await caller().call('POST /echo', 1, { signal: controller.signal }), 1)
    controller.abort()
    t.is(await call('POST /echo', 2), 2)
  })

  test.serial(`${title}: a deadline that is no span is refused`, async (t) => {
    for (const timeoutMs of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 86_400_001]) {
      t.is(
        (await refusalOf(caller().call('POST /echo', 1, { timeoutMs }))).code,
        'ERR_BAD_ARGUMENT',
      )
    }
    t.is(await caller().call('POST /echo', 1, { timeoutMs: 86_400_000 }), 1)
  })

  test.serial(`${title}: a handler knows how long its caller waits`, async (t) => {
    const { remainingMs } = (await caller().call('GET /context', undefined, {
      timeoutMs: 50_000,
    })) as {
      remainingMs: number
    }
    t.true(remainingMs > 20_000 && remainingMs <= 50_001, String(remainingMs))
  })

  test.serial(`${title}: trace context is carried, never made up`, async (t) => {
    t.like(await caller().call('GET /context', undefined, { trace: kTrace }), { trace: kTrace })
    const { traceparent } = kTrace
    t.like(await caller().call('GET /context', undefined, { trace: { traceparent } }), {
      trace: { traceparent },
    })
    t.like(await call('GET /context'), { trace: null })
  })

  test.serial(
    `${title}: a nested call passes on deadline and trace, and has its station's name`,
    async (t) => {
      const options = { trace: kTrace, timeoutMs: 40_000 }
      const inner = (await caller().call('GET /nested/context', undefined, options)) as {
        remainingMs: number
      }
      t.like(inner, { trace: kTrace, caller: 'suite' })
      t.true(inner.remainingMs > 10_000 && inner.remainingMs <= 40_001, String(inner.remainingMs))
    },
  )

  test.serial(`${title}: a nested call passes on the signal`, async (t) => {
    const key = freshKey()
    const controller = new AbortController()
    const calling = caller().call(`POST /nested/hang/${key}`, 1, { signal: controller.signal })
    await noted(`${key} began`)
    controller.abort(new Error('enough'))
    await t.throwsAsync(calling, { message: 'enough' })
    t.like(await noted(`${key} aborted`), { isAborted: true })
  })

  test.serial(`${title}: values and errors pass through a nested call`, async (t) => {
    t.deepEqual(await call('POST /nested/echo', { a: ['ü', null] }), { a: ['ü', null] })
    t.deepEqual(await call('POST /nested/echo', new Uint8Array([1, 2])), new Uint8Array([1, 2]))
    t.like(await refusalOf(call('GET /nested/fail')), {
      code: 'ORDER_GONE',
      status: 410,
      retryable: true,
      details: { order: 7, list: [null, 'ü'] },
    })
  })

  test.serial(`${title}: a one-way call arrives`, async (t) => {
    const key = freshKey()
    await caller().send(`POST /note/${key}`, { a: 1 })
    t.deepEqual(await noted(key), { a: 1 })
  })

  test.serial(`${title}: a large one-way call arrives`, async (t) => {
    const key = freshKey()
    await caller().send(`POST /note/${key}`, 'x'.repeat(300_000))
    t.is(await noted(key), 'x'.repeat(300_000))
  })

  test.serial(`${title}: a one-way call that fails is silent`, async (t) => {
    await caller().send('POST /fail/plain', 1)
    await caller().send('POST /nowhere', 1)
    await caller().send('POST /echo', 1)
    t.is(await call('POST /echo', 'still there'), 'still there')
  })

  test.serial(
    `${title}: ten thousand calls are on the way at once, and each gets its own answer`,
    async (t) => {
      t.timeout(40_000)
      const key = freshKey()
      const calls = Array.from({ length: kOutstandingCount }, (_, index) =>
        call(`POST /gate/${key}/wait`, index),
      )
      await until(async () => (await call(`GET /gate/${key}`)) === kOutstandingCount)
      await call(`POST /gate/${key}/open`)
      const answers = await Promise.all(calls)
      t.true(answers.every((answer, index) => answer === index))
    },
  )
}

function markOf(outcome: unknown): number {
  return Array.isArray(outcome) ? Number(outcome[2]) : 0
}
