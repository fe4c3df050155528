import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import test from 'ava'
import { centerError } from '../../../src/base/errors.js'
import { type FakeWorld, type Run, run } from './fake-context.js'

/** Turns of the event loop until the ready line is there; a command needs a handful. */
const kTurnsMax = 10_000

async function startServer(args: readonly string[], world: FakeWorld = {}): Promise<Run> {
  const server = run(['server', ...args], world)
  for (let turn = 0; server.stdout() === '' && turn < kTurnsMax; turn++) await setImmediate()
  if (server.stdout() === '') throw new Error(`no ready line; stderr: ${server.stderr()}`)
  return server
}

test('--json prints exactly the ready line on stdout', async (t) => {
  const server = await startServer(['--json'], { stationAddress: '127.0.0.1:4321' })
  t.is(
    server.stdout(),
    '{"ready":true,"http":null,"grpc":null,"station":"127.0.0.1:4321",' +
      '"pipe":"/run/user/0/signalbox/default.sock","engine":null,"sers":null,"srsr":null}\n',
  )
  t.is(server.stderr(), '')
  server.stop()
  t.is(await server.exitCode, 0)
})

test('tells people where stations meet', async (t) => {
  const server = await startServer([], { stationAddress: '127.0.0.1:4321' })
  t.is(
    server.stdout(),
    'signalbox 9.8.7: center default is ready\n' +
      '  pipe      /run/user/0/signalbox/default.sock\n' +
      '  stations  127.0.0.1:4321\n',
  )
  server.stop()
  t.is(await server.exitCode, 0)
})

test('drains and closes at a signal, exits 0, and listens no longer', async (t) => {
  const server = await startServer(['--json'])
  t.is(server.listenerCount(), 1)
  t.deepEqual(server.asked.events, [])
  server.stop()
  t.is(await server.exitCode, 0)
  t.deepEqual(server.asked.events, ['drain', 'close'])
  t.is(server.listenerCount(), 0)
})

test('ends with exit 128 and the reason when the center dies of itself', async (t) => {
  const ended = Promise.reject(new Error('the dispatch worker died'))
  ended.catch(() => {})
  const server = await startServer(['--json'], { ended })
  t.is(await server.exitCode, 128)
  t.regex(server.stderr(), /the dispatch worker died/)
})

test('a second signal ends the process at once with exit 1', async (t) => {
  let finish: () => void = () => {}
  const drained = new Promise<number>((resolve) => {
    finish = () => resolve(0)
  })
  const server = await startServer(['--json'], { drain: () => drained })
  server.stop()
  server.stop()
  t.true(server.asked.events.includes('exit 1'))
  t.false(server.asked.events.includes('close'))
  finish()
  await server.exitCode
})

test('a signal during the start drains as well', async (t) => {
  let finish: () => void = () => {}
  const started = new Promise<void>((resolve) => {
    finish = resolve
  })
  const server = run(['server', '--json'], { start: () => started })
  for (let turn = 0; server.asked.starts.length === 0 && turn < kTurnsMax; turn++) {
    await setImmediate()
  }
  t.is(server.listenerCount(), 1)
  server.stop()
  t.deepEqual(server.asked.events, [])
  finish()
  t.is(await server.exitCode, 0)
  t.deepEqual(server.asked.events, ['drain', 'close'])
})

test('says how many calls the drain left behind', async (t) => {
  const server = await startServer(['--json'], { drain: async () => 3 })
  server.stop()
  t.is(await server.exitCode, 0)
  t.is(server.stderr(), 'warning: 3 calls were still on the way\n')
})

test('closes the center and exits 127 when it cannot drain', async (t) => {
  const server = await startServer(['--json'], {
    drain: () => Promise.reject(centerError('ERR_CLOSED', { what: 'the center' })),
  })
  server.stop()
  t.is(await server.exitCode, 127)
  t.regex(server.stderr(), /^ERR_CLOSED: /)
  t.deepEqual(server.asked.events, ['drain', 'close'])
})

test('exits 127 or 128 when the center cannot start, and 1 when it was asked for nonsense', async (t) => {
  const runs = run(['server', '--json'], {
    start: () => {
      throw centerError('ERR_CENTER_RUNS', { address: '/run/x.sock' })
    },
  })
  t.is(await runs.exitCode, 127)
  t.is(runs.stderr(), 'ERR_CENTER_RUNS: a center already answers at /run/x.sock\n')
  t.is(runs.stdout(), '')
  t.is(runs.listenerCount(), 0)
  const system = run(['server'], {
    start: () => {
      throw Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE' })
    },
  })
  t.is(await system.exitCode, 128)
  t.is(system.stderr(), 'EADDRINUSE: listen EADDRINUSE\n')
  const nonsense = run(['server', '--station-address', 'here'], {
    start: () => {
      throw centerError('ERR_BAD_ARGUMENT', { name: 'address', value: 'here', rule: 'host:port' })
    },
  })
  t.is(await nonsense.exitCode, 1)
})

test('hands every flag on', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'signalbox-cli-'))
  t.teardown(() => rm(directory, { recursive: true, force: true }))
  await writeFile(join(directory, 'token'), 'secret\n')
  const flags =
    '--name east --data-dir d --pipe p --station-address 0.0.0.0:0 --tls-cert c --tls-key k ' +
    '--ring-bytes 65536 --log-level debug --token-file'
  const server = await startServer([...flags.split(' '), join(directory, 'token')])
  t.deepEqual(server.asked.starts, [
    {
      name: 'east',
      dataDir: 'd',
      pipe: 'p',
      stationAddress: '0.0.0.0:0',
      token: 'secret',
      tls: { certFile: 'c', keyFile: 'k' },
      ringBytes: 65_536,
      log: 'debug',
    },
  ])
  server.stop()
  t.is(await server.exitCode, 0)
})

test('accepts the flags of gateways, and warns once unless they are off', async (t) => {
  const warned = await startServer(
    '--json --http-address 127.0.0.1:0 --grpc-address :8081'.split(' '),
  )
  t.regex(warned.stderr(), /^warning: this version has no HTTP gateway yet.*\n$/)
  t.true(warned.stdout().startsWith('{"ready":true,"http":null,"grpc":null,'))
  warned.stop()
  t.is(await warned.exitCode, 0)
  const off = await startServer(['--json', '--http-address', 'off', '--grpc-address', 'off'])
  t.is(off.stderr(), '')
  off.stop()
  t.is(await off.exitCode, 0)
})

function setEnv(values: Readonly<Record<string, string>>): () => void {
  Object.assign(process.env, values)
  return () => {
    for (const name of Object.keys(values)) delete process.env[name]
  }
}

test.serial('takes flags from the environment; the command line wins', async (t) => {
  const restore = setEnv({
    SIGNALBOX_NAME: 'from-env',
    SIGNALBOX_DATA_DIR: 'env-dir',
    SIGNALBOX_RING_BYTES: '131072',
    SIGNALBOX_LOG_LEVEL: 'error',
    SIGNALBOX_JSON: '1',
  })
  try {
    const server = await startServer(['--name', 'from-flag'])
    t.true(server.stdout().startsWith('{"ready":true,'))
    t.deepEqual(server.asked.starts, [
      { name: 'from-flag', dataDir: 'env-dir', ringBytes: 131_072, log: 'error' },
    ])
    server.stop()
    t.is(await server.exitCode, 0)
  } finally {
    restore()
  }
})

test.serial('SIGNALBOX_JSON may say no, and must say yes or no', async (t) => {
  const restoreNo = setEnv({ SIGNALBOX_JSON: '0' })
  try {
    const server = await startServer([])
    t.true(server.stdout().startsWith('signalbox '))
    server.stop()
    t.is(await server.exitCode, 0)
  } finally {
    restoreNo()
  }
  const restoreOdd = setEnv({ SIGNALBOX_JSON: 'perhaps' })
  try {
    const server = run(['server'])
    t.is(await server.exitCode, 1)
    t.regex(server.stderr(), /SIGNALBOX_JSON is perhaps/)
  } finally {
    restoreOdd()
  }
})

test.serial('names the variable whose value is refused', async (t) => {
  const restore = setEnv({ SIGNALBOX_RING_BYTES: 'many' })
  try {
    const server = run(['server'])
    t.is(await server.exitCode, 1)
    t.regex(server.stderr(), /'many' from env 'SIGNALBOX_RING_BYTES'/)
  } finally {
    restore()
  }
})

test.serial('clients take the address from SIGNALBOX_CENTER', async (t) => {
  const restore = setEnv({ SIGNALBOX_CENTER: '/tmp/a.sock' })
  try {
    const { exitCode, asked } = run(['call', '/a'])
    t.is(await exitCode, 0)
    t.is(asked.connects[0]?.[0], '/tmp/a.sock')
  } finally {
    restore()
  }
})
