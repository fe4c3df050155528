// The SDKs of other languages: their own tests, with their own tools, against the real program. What is not installed here
// is skipped by name.

import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'

const kCli = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))
const kSdk = fileURLToPath(new URL('../../../sdk/', import.meta.url))
/** Compilers of a fresh machine take their time; nothing here takes a minute otherwise. */
const kTimeoutMs = 300_000

const folder = mkdtempSync(join(tmpdir(), 'signalbox-sdk-'))
test.after.always(() => rmSync(folder, { recursive: true, force: true }))

/** @returns what it printed. Rejects with that when it failed. */
function run(
  command: string,
  args: readonly string[],
  cwd: string,
  more: NodeJS.ProcessEnv = {},
): Promise<string> {
  const env = {
    ...process.env,
    SIGNALBOX_COMMAND: JSON.stringify([process.execPath, kCli]),
    ...more,
  }
  return new Promise((resolve, reject) => {
    execFile(
      command,
      args,
      { cwd, env, timeout: kTimeoutMs, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout + stderr)
        else reject(new Error(`${command} ${args.join(' ')}: ${stdout}\n${stderr}`))
      },
    )
  })
}

function isThere(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A test that needs some program. */
function testWith(
  has: boolean,
  what: string,
  title: string,
  work: (t: ExecutionContext) => Promise<void>,
): void {
  if (!has) {
    test.skip(`${title} (${what} is not installed)`, () => {})
    return
  }
  test.serial(title, async (t) => {
    t.timeout(kTimeoutMs)
    await work(t)
  })
}

const kGo = join(kSdk, 'go')
const kPython = join(kSdk, 'python')
const hasGo = isThere('go', ['version'])
const hasPython = isThere('python3', [
  '-c',
  'import sys, asyncio; assert sys.version_info >= (3, 9)',
])
const hasPip =
  hasPython &&
  isThere('python3', [
    '-c',
    // In this order: older ones refuse when another has loaded distutils before them.
    'import setuptools.command.bdist_wheel, pip',
  ])
const hasSrsrPy = hasPython && isThere('python3', ['-c', 'import srsrpy'])
/** Nothing is fetched: the module has no dependencies. */
const kGoAlone = { GOFLAGS: '-mod=mod -buildvcs=false', GOPROXY: 'off', GOTOOLCHAIN: 'local' }

testWith(hasGo, 'go', 'the SDK for Go passes its tests', async (t) => {
  t.is(await run('gofmt', ['-l', '.'], kGo), '')
  await run('go', ['vet', './...'], kGo, kGoAlone)
  const told = await run('go', ['test', '-count=1', '-v', './...'], kGo, kGoAlone)
  t.notRegex(told, /--- (FAIL|SKIP)/)
  t.regex(told, /--- PASS: TestResolverFollowsChanges/)
  t.regex(told, /--- PASS: TestGatewayCallsARegisteredService/)
})

testWith(hasGo, 'go', 'the SDK for Go is a module that others require', async (t) => {
  const other = join(folder, 'go-user')
  cpSync(kGo, join(other, 'sdk'), { recursive: true })
  const module = 'github.com/signalbox/signalbox/sdk/go'
  writeFileSync(
    join(other, 'go.mod'),
    `module example.org/user\n\ngo 1.19\n\nrequire ${module} v0.0.0\n\nreplace ${module} => ./sdk\n`,
  )
  writeFileSync(
    join(other, 'main.go'),
    `package main\n\nimport (\n\t"fmt"\n\n\tsignalbox "${module}"\n)\n\nfunc main() {\n\t_, err := signalbox.NewClient("x")\n\tfmt.Println(err)\n}\n`,
  )
  t.regex(await run('go', ['run', '.'], other, kGoAlone), /http:\/\/host:port is wanted/)
})

testWith(hasPython, 'python3 3.9', 'the SDK for Python passes its tests', async (t) => {
  const told = await run(
    'python3',
    ['-m', 'unittest', 'discover', '-v', '-t', '.', '-s', 'tests'],
    kPython,
    {
      PYTHONPATH: join(kPython, 'src'),
      PYTHONDONTWRITEBYTECODE: '1',
    },
  )
  t.regex(told, /\nOK\s*$/)
  t.notRegex(told, /skipped/)
})

testWith(
  hasPip,
  'pip with setuptools 70.1',
  'the SDK for Python is a package that pip installs',
  async (t) => {
    const source = join(folder, 'python')
    cpSync(kPython, source, { recursive: true })
    const target = join(folder, 'site')
    const alone = ['--no-index', '--no-build-isolation', '--no-deps', '--disable-pip-version-check']
    await run('python3', ['-m', 'pip', 'install', ...alone, '--target', target, source], folder)
    const program =
      'import signalbox, signalbox.aio, signalbox.srsr, os; print(os.path.exists(os.path.join(os.path.dirname(signalbox.__file__), "py.typed")))'
    t.is(await run('python3', ['-c', program], folder, { PYTHONPATH: target }), 'True\n')
  },
)

testWith(
  hasSrsrPy,
  'srsrpy',
  "srsr's own client for Python registers, beats and leaves",
  async (t) => {
    const told = await run('python3', [join(kPython, 'tests', 'foreign_srsr.py')], kPython, {
      PYTHONDONTWRITEBYTECODE: '1',
    })
    t.regex(told, /\nOK\s*$/)
  },
)
