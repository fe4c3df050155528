import test from 'ava'
import { readGoFlags } from '../../../src/cli/go-flags.js'
import { run } from './fake-context.js'

test('flags are read as Go reads them', (t) => {
  const specs = { p: true, x: false }
  const valuesOf = (...args: string[]) => {
    const flags = readGoFlags(args, specs)
    return flags.kind === 'flags' ? Object.fromEntries(flags.values) : flags
  }
  for (const args of [['-p', '1'], ['-p=1'], ['--p', '1'], ['--p=1']])
    t.deepEqual(valuesOf(...args), { p: '1' })
  t.deepEqual(valuesOf('-x', '-p', '-1'), { x: 'true', p: '-1' })
  t.deepEqual(valuesOf('-p', '1', 'extra', '-p', '2'), { p: '1' })
  t.deepEqual(valuesOf('--', '-p', '2'), {})
  t.deepEqual(valuesOf('-h'), { kind: 'help' })
  t.deepEqual(valuesOf('-p'), { kind: 'wrong', text: 'flag needs an argument: -p' })
  t.deepEqual(valuesOf('-q'), { kind: 'wrong', text: 'flag provided but not defined: -q' })
  t.deepEqual(valuesOf('---p'), { kind: 'wrong', text: 'bad flag syntax: ---p' })
  t.deepEqual(valuesOf('-=1'), { kind: 'wrong', text: 'bad flag syntax: -=1' })
})

test('srsr starts the registry with the defaults of the original, until it is stopped', async (t) => {
  const { asked, exitCode, stdout, stop, listenerCount } = run(['srsr', '-srsr-state', 'none'])
  while (stdout() === '') await new Promise((resolve) => setImmediate(resolve))
  t.is(stdout(), 'signalbox 9.8.7: registry is ready\n  srsr      127.0.0.1:4214\n')
  stop()
  t.is(await exitCode, 0)
  t.deepEqual(asked.registries, [
    {
      http: { host: '127.0.0.1', port: 4_214 },
      dns: null,
      dnsTtlSeconds: 0,
      leaseMs: 30_000,
      trustProxy: [],
      allow: [],
      isStrict: false,
      policy: 'random',
      journalPath: null,
    },
  ])
  t.deepEqual(asked.events, ['close registry'])
  t.is(listenerCount(), 0)
})

test('srsr takes its flags in every spelling, and ignores further words', async (t) => {
  const args = [
    '-p',
    '0',
    '--t=0.005',
    '--bind',
    '::1',
    '-lb',
    'roundrobin',
    '-strict-address',
    '-trust-proxy=10.0.0.0/8,::1',
    '--dns-address',
    ':0',
    '-json',
    'more',
    '-p',
  ]
  const { asked, exitCode, stdout, stderr, stop } = run(['srsr', ...args])
  while (stdout() === '' && stderr() === '') await new Promise((resolve) => setImmediate(resolve))
  stop()
  t.is(await exitCode, 0, stderr())
  t.is(stdout(), '{"ready":true,"srsr":"::1:0","dns":"127.0.0.1:0"}\n')
  const [options] = asked.registries
  t.is(options?.leaseMs, 5)
  t.is(options?.policy, 'round-robin')
  t.true(options?.isStrict)
  t.is(options?.journalPath, null)
  t.deepEqual(options?.trustProxy, ['10.0.0.0/8', '::1'])
})

test('srsr beyond loopback says who may register', async (t) => {
  const { exitCode, stderr, stdout, stop } = run([
    'srsr',
    '--bind',
    '0.0.0.0',
    '-srsr-state',
    'none',
  ])
  while (stdout() === '') await new Promise((resolve) => setImmediate(resolve))
  stop()
  t.is(await exitCode, 0)
  t.regex(stderr(), /^warning: whoever reaches this port may register/)
})

test('srsr -h prints the usage and ends with 0', async (t) => {
  for (const flag of ['-h', '--help']) {
    const { exitCode, stdout } = run(['srsr', flag])
    t.is(await exitCode, 0)
    t.regex(stdout(), /^Usage of signalbox srsr:\n/)
  }
})

test('srsr refuses wrong flags with their rule, the usage, and exit code 2', async (t) => {
  for (const [args, rule] of [
    [['-t', '0'], /^-t must be greater than 0\nUsage/],
    [['-t', '-1'], /^-t must be greater than 0\nUsage/],
    [['-t', 'x'], /invalid value "x" for flag -t: seconds are wanted/],
    [
      ['-p', '65536'],
      /invalid value "65536" for flag -p: a whole number from 0 to 65535 is wanted/,
    ],
    [['-lb', 'best'], /random or roundrobin is wanted/],
    [['-allow', 'x'], /-allow: an address or a block/],
    [['-dns-address', 'x'], /-dns-address: host:port or off is wanted/],
    [['-q'], /flag provided but not defined: -q/],
  ] as const) {
    const { asked, exitCode, stderr } = run(['srsr', ...args])
    t.is(await exitCode, 2, args.join(' '))
    t.regex(stderr(), rule)
    t.deepEqual(asked.registries, [])
  }
})
