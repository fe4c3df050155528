// `signalbox server` with an appsettings.json of Sers: read as it is, every carrier open, and a clean end.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { RawPeer } from '../support/sers/raw-peer.js'
import { runCli } from './cli.js'
import { kill, kQuiet, until, World } from './world.js'

const worlds: World[] = []
test.afterEach.always(async () => {
  for (const world of worlds.splice(0)) await world.close()
})

const kPipeName = `signalbox.test.${process.pid}`

function newWorld(sers: object): { world: World; file: string } {
  const world = new World()
  worlds.push(world)
  const file = join(world.folder, 'appsettings.json')
  const vit = { Serialization: { Encoding: 'UTF8' } }
  writeFileSync(file, `/* as it is */ ${JSON.stringify({ Sers: sers, Vit: vit })}`)
  return { world, file }
}

test.serial('an appsettings.json starts every carrier, and the end is a clean one', async (t) => {
  const Server = [
    { className: 'Sers.CL.Socket.Iocp.OrganizeServerBuilder', host: '127.0.0.1', port: 0 },
    { assemblyFile: 'Sers.CL.WebSocket.dll', host: 'ws://127.0.0.1:0' },
    { assemblyFile: 'Sers.CL.Ipc.NamedPipe.dll', pipeName: kPipeName },
    { assemblyFile: 'Sers.CL.Zmq.FullDuplex.dll', endpoint: 'tcp://127.0.0.1:*' },
    { assemblyFile: 'Sers.CL.Ipc.SharedMemory.dll', name: 'ipc' },
  ]
  const { world, file } = newWorld({
    CL: { Config: { secretKey: 'ours' }, Server },
    Gateway: { WebHost: { urls: ['http://127.0.0.1:0'] } },
  })
  const { child, sersAddresses: sers } = await world.startCenter('--config', file)
  const [tcp] = sers
  t.true(sers.some((address) => address.endsWith(`CoreFxPipe_${kPipeName}`)))
  const peer = await RawPeer.certified({ port: Number(tcp.split(':')[1]) }, 'ours')
  await peer.register('shop', [{ route: '/shop/a' }])
  const page = sers.find((address) => address.startsWith('http '))?.slice('http '.length)
  const html = await (await fetch(`http://${page}/_gover_/index.html`)).text()
  t.true(html.includes('/shop/a') && html.includes('Statistics'))
  await until('it is a station as any other', async () =>
    (await runCli(world, 'stations')).stdout.includes('shop.1'),
  )
  await kill(child, 'SIGTERM')
  t.is(child.exitCode, 0)
  peer.close()
})

test.serial('a file that is only checked tells what is ignored, and what is off', async (t) => {
  const { world, file } = newWorld({
    CL: { Config: { workThread: { mode: 'LongThread' }, secretKey: 'ours' }, Client: [{}] },
    LocalApiService: { PrintTrace: false },
    ServiceCenter: { BeforeCallApi: [{ assemblyFile: 'Sers.Core.dll', api_verifyAt: '/a' }] },
  })
  const { code, stdout, stderr } = await runCli(
    world,
    'server',
    ...kQuiet,
    '--check-config',
    '--sers-settings',
    file,
  )
  t.is(code, 0)
  t.is(stdout, 'the settings are fine\n')
  t.regex(stderr, /^note: .*ignored: Sers\.CL\.Config\.workThread$/m)
  t.regex(stderr, /^note: Sers\.ServiceCenter\.BeforeCallApi\[0\] is off/m)
  t.regex(stderr, /^note: unknown and ignored: Sers\.LocalApiService\.PrintTrace$/m)
})

test.serial(
  'a file that would stand open is refused with the listener, also when it is only checked',
  async (t) => {
    const Server = [{ className: 'Sers.CL.Socket.Iocp', host: '0.0.0.0', port: 4501 }]
    const { world, file } = newWorld({ CL: { Config: { secretKey: 'SersCL' }, Server } })
    for (const more of [[], ['--check-config']]) {
      const args = ['server', ...kQuiet, '--pipe', world.pipe, '--sers-settings', file, ...more]
      const { code, stderr } = await runCli(world, ...args)
      t.not(code, 0)
      t.regex(stderr, /ERR_UNSAFE_ADDRESS: .*0\.0\.0\.0:4501.*tcp/)
    }
  },
)
