// The registry as people start it: alone, beside a center, killed, and asked with dig.

import { execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { isForClients, readSrsrCases } from '../conformance/srsr-cases.js'
import { kill, until, World, within } from './world.js'

const kCli = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

type Ready = { readonly srsr: string; readonly dns: string; readonly http: string }

async function start(world: World, ...args: string[]) {
  const child = spawn(process.execPath, [kCli, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  world.keep(child)
  const line = await within(
    'the registry is ready',
    new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', resolve)
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)))
    }),
  )
  return { child, ready: JSON.parse(line) as Ready }
}

async function post(address: string, path: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(`http://${address}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  return (await response.json()) as Record<string, unknown>
}

const hasDig = (() => {
  try {
    execFileSync('dig', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

test('signalbox srsr: entries expire, and outlive a kill with their ids', async (t) => {
  const world = new World()
  const state = join(world.folder, 'registry.journal')
  const flags = ['srsr', '-p', '0', '-json', '-srsr-state', state]
  const first = await start(world, ...flags, '-t', '0.2')
  await post(first.ready.srsr, '/register', { name: 'short', port: '1' })
  await until('the entry expires', async () => {
    return (await post(first.ready.srsr, '/lookup', { name: 'short' })).success === false
  })
  await kill(first.child, 'SIGTERM')
  const second = await start(world, ...flags)
  const { id } = await post(second.ready.srsr, '/register', { name: 'kept', port: 2 })
  await until('it is written down', () => readFileSync(state, 'utf8').includes(String(id)))
  await kill(second.child, 'SIGKILL')
  const third = await start(world, ...flags)
  t.deepEqual(await post(third.ready.srsr, '/lookup', { name: 'kept' }), {
    success: true,
    address: 'http://127.0.0.1:2',
  })
  t.deepEqual(await post(third.ready.srsr, '/heartbeat', { id }), { success: true })
  t.deepEqual(await post(third.ready.srsr, '/lookup', { name: 'short' }), {
    success: false,
    address: '',
  })
  await world.close()
})

test('signalbox server --srsr: what registers by srsr is called over the gateway, and shown', async (t) => {
  const world = new World()
  const service = createServer((request, response) => response.end(`"${request.url}"`))
  await new Promise<void>((resolve) => {
    service.listen(0, '127.0.0.1', resolve)
  })
  const { port } = service.address() as AddressInfo
  const pipe = join(world.folder, 'center.sock')
  const flags = ['--json', '--log-level', 'error', '--data-dir', 'off', '--pipe', pipe]
  const ports = ['--http-address', '127.0.0.1:0', '--srsr', '--srsr-address', '127.0.0.1:0']
  const { child, ready } = await start(world, 'server', ...flags, ...ports)
  await post(ready.srsr, '/register', { name: 'shop', port })
  await until('it is called', async () => {
    const response = await fetch(`http://${ready.http}/web/shop/cart`)
    return response.ok && (await response.text()) === '"/cart"'
  })
  const shown = execFileSync(process.execPath, [kCli, 'stations', '--center', `pipe:${pipe}`], {
    encoding: 'utf8',
  })
  t.regex(shown, /shop\.1 +shop? .*http|shop\.1.*http/)
  const counters = (await (await fetch(`http://${ready.http}/_sys_/counters`)).json()) as Record<
    string,
    number
  >
  t.is(counters.registry_registrations, 1)
  await kill(child, 'SIGTERM')
  service.closeAllConnections()
  service.close()
  await world.close()
})

const digTest = hasDig ? test : test.skip
const kDigTitle = 'dig finds what is registered, over UDP and TCP'
digTest(hasDig ? kDigTitle : `${kDigTitle} (dig is not installed)`, async (t) => {
  const world = new World()
  const flags = ['srsr', '-p', '0', '-json', '-srsr-state', 'none', '-dns-address', '127.0.0.1:0']
  const { child, ready } = await start(world, ...flags)
  await post(ready.srsr, '/register', { name: 'shop', address: 'http://10.0.0.7:8000' })
  const port = ready.dns.split(':').at(-1) ?? ''
  const dig = (...more: string[]) =>
    execFileSync('dig', ['@127.0.0.1', '-p', port, '+short', ...more], { encoding: 'utf8' })
  t.is(dig('shop.service.signalbox'), '10.0.0.7\n')
  t.is(dig('+tcp', 'shop.service.signalbox', 'SRV'), '1 1 8000 0a000007.addr.signalbox.\n')
  t.is(dig('shop.service.signalbox', 'AAAA'), '')
  await kill(child, 'SIGTERM')
  await world.close()
})

test('every case of srsr that needs a client is played by a test of an SDK or of the command line', (t) => {
  const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
  const played = [
    ...read('sdk/python/tests/test_srsr.py').matchAll(/def test_([\w]+)/g),
    ...read('test/unit/cli/srsr.test.ts').matchAll(/-t must be greater than 0/g),
  ].flatMap(([name, words = '']) => (name.startsWith('-t') ? ['b16'] : words.split('_')))
  const goCases = [...read('sdk/go/srsr/srsr_test.go').matchAll(/Cases? ([\w ,]+)[.:]/g)].flatMap(
    ([, list = '']) => list.split(/\W+|and/).filter((id) => id !== ''),
  )
  const missing = readSrsrCases()
    .filter(isForClients)
    .map(({ id }) => id)
    .filter((id) => !played.includes(id) && !goCases.includes(id))
  t.deepEqual(missing, [])
})
