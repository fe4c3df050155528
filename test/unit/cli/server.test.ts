import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
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

async function untilSaid(server: Run, pattern: RegExp): Promise<void> {
  for (let turn = 0; !pattern.test(server.stderr()) && turn < kTurnsMax; turn++) await sleep(1)
  if (!pattern.test(server.stderr())) throw new Error(`stderr: ${server.stderr()}`)
}

test('--json prints exactly the ready line on stdout', async (t) => {
  const server = await startServer(['--json'], { stationAddress: '127.0.0.1:4321' })
  t.is(
    server.stdout(),
    '{"ready":true,"http":null,"grpc":null,"station":"127.0.0.1:4321",' +
      '"pipe":"/run/user/0/signalbox/default.sock","engine":null,"engineReason":null,"sers":null,"srsr":null,"dns":null}\n',
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
  t.is(server.listenerCount(), 2)
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
  t.is(server.listenerCount(), 2)
  server.stop()
  t.deepEqual(server.asked.events, [])
  finish()
  t.is(await server.exitCode, 0)
  t.deepEqual(server.asked.events, ['drain', 'close'])
})

test('SIGHUP reads the settings again, and says what changed and what has to wait', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'signalbox-cli-'))
  t.teardown(() => rm(directory, { recursive: true, force: true }))
  const file = join(directory, 'center.yaml')
  await writeFile(file, 'log: warn\n')
  const server = await startServer(['--json', '--config', file], {
    reload: () => ({ changed: ['log'], needsRestart: ['pipe', 'name'] }),
  })
  t.is(server.asked.starts[0]?.log, 'warn')
  await writeFile(file, 'log: debug\n')
  server.hangUp()
  await untilSaid(server, /restart/)
  t.is(server.stderr(), 'reloaded: log\nchanged, needs a restart: pipe, name\n')
  t.deepEqual(
    server.asked.reloads.map(({ log }) => log),
    ['debug'],
  )
  server.stop()
  t.is(await server.exitCode, 0)
  t.is(server.listenerCount(), 0)
})

test('SIGHUP with faulty settings changes nothing and says why', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'signalbox-cli-'))
  t.teardown(() => rm(directory, { recursive: true, force: true }))
  const file = join(directory, 'center.yaml')
  await writeFile(file, 'log: warn\n')
  const server = await startServer(['--json', '--config', file])
  await writeFile(file, 'log: loud\npipes: x\n')
  server.hangUp()
  await untilSaid(server, /as it was/)
  t.deepEqual(server.stderr().split('\n'), [
    `error: ${file}:1:6: log is loud; one of silent, error, warn, info, debug is wanted`,
    `error: ${file}:2:1: pipes is unknown; pipe is the nearest setting there is`,
    'not reloaded; everything is as it was',
    '',
  ])
  t.deepEqual(server.asked.reloads, [])
  server.stop()
  t.is(await server.exitCode, 0)
})

test('a reload that the center refuses does not end the server', async (t) => {
  const server = await startServer(['--json'], {
    reload: () => {
      throw centerError('ERR_UNSAFE_ADDRESS', { address: '0.0.0.0:1', rule: 'no' })
    },
  })
  server.hangUp()
  await untilSaid(server, /as it was/)
  t.regex(server.stderr(), /^ERR_UNSAFE_ADDRESS: .*\nnot reloaded; everything is as it was\n$/)
  server.stop()
  t.is(await server.exitCode, 0)
})

test('tells a supervisor that it is ready, reloads, lives and stops', async (t) => {
  const server = await startServer(['--json'], { supervisor: { watchdogMs: 4 } })
  const told = (text: RegExp) => server.asked.notified.some((line) => text.test(line))
  for (let beat = 0; !told(/^WATCHDOG=1$/) && beat < kTurnsMax; beat++) await sleep(1)
  t.is(server.asked.notified[0], 'READY=1')
  t.true(told(/^WATCHDOG=1$/))
  server.hangUp()
  await untilSaid(server, /reloaded/)
  t.true(told(/^RELOADING=1\nMONOTONIC_USEC=\d+$/))
  server.stop()
  t.is(await server.exitCode, 0)
  t.is(server.asked.notified.at(-1), 'STOPPING=1')
})

test('gives no sign of life when the dispatch worker does not answer', async (t) => {
  const asked: string[] = []
  const server = await startServer(['--json'], {
    supervisor: { watchdogMs: 2 },
    isAlive: () => {
      asked.push('alive?')
      return false
    },
  })
  for (let beat = 0; asked.length < 3 && beat < kTurnsMax; beat++) await sleep(1)
  t.true(asked.length >= 3)
  t.deepEqual(server.asked.notified, ['READY=1'])
  server.stop()
  t.is(await server.exitCode, 0)
})

test('shows the secret of a new account once, on stderr', async (t) => {
  const server = await startServer(['--json'], { madeSecret: 'S3CR3T' })
  t.is(server.stderr(), 'account admin was made; its secret is shown this once:\n  S3CR3T\n')
  t.false(server.stdout().includes('S3CR3T'))
  server.stop()
  t.is(await server.exitCode, 0)
  const gateway = await startServer([], { madeSecret: 'S3CR3T', httpAddress: '127.0.0.1:81' })
  t.true(gateway.stderr().endsWith('  http://127.0.0.1:81/_sys_/login?token=token-of-admin\n'))
  t.regex(gateway.stdout(), / {2}http {6}127\.0\.0\.1:81 \(node: it was asked for\)\n$/)
  gateway.stop()
  t.is(await gateway.exitCode, 0)
})

test('--check-config says what is wrong or that nothing is, and starts nothing', async (t) => {
  const fine = run(['server', '--check-config', '--log-level', 'info'])
  t.is(await fine.exitCode, 0)
  t.is(fine.stdout(), 'the settings are fine\n')
  t.is(fine.stderr(), '')
  for (const [flags, pattern] of [
    ['--log-level loud --http-workers 0', /^error: --log-level: .*\nerror: --http-workers: .*\n$/],
    ['--http-address 0.0.0.0:1', /^ERR_UNSAFE_ADDRESS: .*http\.trustProxy/],
    ['--token-file /nonexistent/file', /ENOENT/],
    ['--tls-cert /nonexistent --tls-key /nonexistent', /^ERR_BAD_ARGUMENT: tls\.certFile/],
    ['--config /nonexistent/file.yaml', /^error: \/nonexistent\/file\.yaml: it cannot be read/],
  ] as const) {
    const faulty = run(['server', '--check-config', ...flags.split(' ')])
    t.is(await faulty.exitCode, 1)
    t.regex(faulty.stderr(), pattern)
    t.is(faulty.stdout(), '')
    t.deepEqual(faulty.asked.starts, [])
  }
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
    '--name east --data-dir d --pipe /p --station-address 0.0.0.0:0 --tls-cert c --tls-key k ' +
    '--ring-bytes 65536 --log-level debug --token-file'
  const server = await startServer([...flags.split(' '), join(directory, 'token')])
  t.is(server.asked.starts.length, 1)
  t.like(server.asked.starts[0], {
    name: 'east',
    dataDir: 'd',
    pipe: '/p',
    stationAddress: '0.0.0.0:0',
    token: 'secret',
    tls: { certFile: 'c', keyFile: 'k' },
    ringBytes: 65_536,
    log: 'debug',
  })
  server.stop()
  t.is(await server.exitCode, 0)
})

test('accepts the flags of gateways, and warns once unless they are off', async (t) => {
  const warned = await startServer(
    '--json --http-address 127.0.0.1:0 --grpc-address :8081'.split(' '),
  )
  t.regex(warned.stderr(), /^warning: this version has no gRPC gateway yet.*\n$/)
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
    t.like(server.asked.starts[0], {
      name: 'from-flag',
      dataDir: 'env-dir',
      ringBytes: 131_072,
      log: 'error',
    })
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
    t.regex(server.stderr(), /^error: SIGNALBOX_JSON: json is perhaps; on or off is wanted\n$/)
  } finally {
    restoreOdd()
  }
})

test.serial('names the variable whose value is refused', async (t) => {
  const restore = setEnv({ SIGNALBOX_RING_BYTES: 'many' })
  try {
    const server = run(['server'])
    t.is(await server.exitCode, 1)
    t.regex(server.stderr(), /^error: SIGNALBOX_RING_BYTES: ringBytes is many; /)
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

test('--srsr takes a port, once', async (t) => {
  const server = await startServer(['--srsr', '4300'])
  t.like(server.asked.starts[0]?.srsr, { on: true, address: '127.0.0.1:4300' })
  server.stop()
  t.is(await server.exitCode, 0)
  const plain = await startServer(['--srsr'])
  t.true(plain.asked.starts[0]?.srsr?.on)
  t.is(plain.asked.starts[0]?.srsr?.address, undefined)
  plain.stop()
  t.is(await plain.exitCode, 0)
  for (const [args, fault] of [
    [['--srsr', 'x'], /--srsr-address: srsr\.address .*127\.0\.0\.1:x/],
    [
      ['--srsr', '1', '--srsr-address', '127.0.0.1:2'],
      /--srsr-address: srsr\.address is given twice, once as a port/,
    ],
  ] as const) {
    const refused = run(['server', ...args])
    t.is(await refused.exitCode, 1)
    t.regex(refused.stderr(), fault)
  }
})
