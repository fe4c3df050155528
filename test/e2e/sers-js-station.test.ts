// The JavaScript station of Sers: in Node, in a browser, and how large it is.

import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import test from 'ava'
import { transform } from 'esbuild'
import { WebSocket } from 'ws'
import { SersError, SersStation, type StationOptions } from '../../sdk/sers-js/sers-station.js'
import { localSersSettings } from '../../src/sers/settings.js'
import { findBrowser, openBrowser } from '../support/browser.js'
import { RawPeer } from '../support/sers/raw-peer.js'
import { openWorld } from '../support/sers/world.js'
import { until } from '../support/until.js'

const kBytesMax = 8 * 1024

function open() {
  const { http } = localSersSettings(null).options
  const host = '127.0.0.1'
  return openWorld({
    listen: [
      { kind: 'ws', host, port: 0, tls: null, origins: null },
      { kind: 'tcp', host, port: 0, tls: null },
    ],
    http: http === null ? null : { ...http, listen: [{ host, port: 0, isTls: false }] },
  })
}

/** The WebSocket of `ws` has what the station wants of one. */
const NodeSocket = WebSocket as unknown as NonNullable<StationOptions['WebSocket']>

test('it is small, and evaluates nothing', async (t) => {
  const source = readFileSync('dist/sdk/sers-js/sers-station.js', 'utf8')
  const { code } = await transform(source, { minify: true, format: 'esm' })
  const bytes = gzipSync(code).length
  t.true(bytes < kBytesMax, `${bytes} bytes`)
  t.notRegex(source, /\beval\b|new Function|^import /m)
})

test('it offers, calls, publishes, and comes back after a loss', async (t) => {
  const world = await open()
  const states: string[] = []
  const station = new SersStation({
    url: `ws://127.0.0.1:${world.addresses[0].split(':')[1]}`,
    secret: 'SersCL',
    name: 'js',
    WebSocket: NodeSocket,
    onState: (state) => states.push(state),
  })
  station.route('POST /js/add', (argument) => {
    const { a, b } = argument as { a: number; b: number }
    return { success: true, data: a + b }
  })
  station.route('/js/fails', () => {
    throw new SersError({ errorCode: 418, errorMessage: 'no' })
  })
  const heard: string[] = []
  station.subscribe('js.news', (body) => heard.push(Buffer.from(body).toString()))
  await station.start()
  t.deepEqual(await station.call('/js/add', { a: 1, b: 2 }, { method: 'POST' }), {
    success: true,
    data: 3,
  })
  const error = await t.throwsAsync(station.call('/js/fails'), { instanceOf: SersError })
  t.is(error?.ssError.errorCode, 418)
  await t.throwsAsync(station.call('/js/nobody'), { message: 'Not Found' })
  station.publish('js.news', { text: '中' })
  await until(() => heard.length === 1)
  t.deepEqual(heard, ['{"text":"中"}'])
  const caller = await RawPeer.certified({ port: Number(world.addresses[1].split(':')[1]) })
  t.deepEqual(
    (await caller.call('/js/add', { method: 'POST', value: '{"a":2,"b":2}' })).value.data,
    4,
  )
  for (const peer of world.hub.stations.peers.values()) peer.close('the test wants it')
  await until(() => states.filter((state) => state === 'joined').length === 2)
  t.deepEqual(await station.call('/js/add', { a: 1, b: 1 }, { method: 'POST' }), {
    success: true,
    data: 2,
  })
  caller.message(0, 'js.news', 'again')
  await until(() => heard.length === 2)
  station.stop()
  caller.close()
  await world.close()
})

test('a wrong secret is told', async (t) => {
  const world = await open()
  const states: string[] = []
  const station = new SersStation({
    url: `ws://127.0.0.1:${world.addresses[0].split(':')[1]}`,
    secret: 'wrong',
    name: 'js',
    WebSocket: NodeSocket,
    onState: (state, reason) => states.push(`${state} ${reason}`),
  })
  void station.start()
  await until(() => states.length > 0)
  t.is(states[0], 'refused the secret is wrong')
  station.stop()
  await world.close()
})

const program = findBrowser()
const browserTest = program === null ? test.skip : test

browserTest('a page is a station', async (t) => {
  const world = await open()
  const browser = await openBrowser(program ?? '')
  try {
    const socket = `ws://127.0.0.1:${world.addresses[0].split(':')[1]}`
    await browser.open(
      `http://${world.http[0]}/_gover_/JsStation.html?url=${encodeURIComponent(socket)}`,
    )
    await browser.until(
      "document.readyState === 'complete' && document.getElementById('url')?.value.startsWith('ws:')",
    )
    await browser.value("document.getElementById('form').requestSubmit()")
    await browser.until("document.getElementById('state').textContent === 'joined'")
    const answer = await fetch(`http://${world.http[0]}/jsStation/hello`)
    t.deepEqual(await answer.json(), { success: true, data: 'hello from a page' })
    const echo = await fetch(`http://${world.http[0]}/jsStation/echo?a=1`)
    t.deepEqual(await echo.json(), { success: true, data: { a: '1' } })
    await browser.until("document.getElementById('count').textContent === '2'")
  } finally {
    await browser.close()
    await world.close()
  }
})
