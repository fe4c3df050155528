import test from 'ava'
import {
  checkAddon,
  checkEngines,
  checkSharedMemory,
  type EngineProbe,
  probeEngines,
} from '../../../../src/cli/doctor/parts.js'
import { loadNative, type NativeAddon } from '../../../../src/ring/native.js'

const kMissing = { ok: false, reason: 'it was not built' } as const
const loaded = loadNative()
const nativeTest = loaded.ok ? test : test.skip

test('without the addon shared memory is refused, and that the rest runs is said', (t) => {
  const addon = checkAddon(kMissing)
  t.is(addon.state, 'warn')
  t.regex(addon.text, /^it was not built\. Shared memory is refused; everything else runs/)
  t.is(checkSharedMemory(kMissing).state, 'warn')
})

nativeTest('uses shared memory and a doorbell, and leaves nothing open', (t) => {
  t.is(checkAddon().state, 'ok')
  t.deepEqual(checkSharedMemory(), {
    name: 'shared memory',
    state: 'ok',
    text: 'a segment and a doorbell work',
    mend: null,
  })
})

nativeTest('shared memory that does not do what it should fails', (t) => {
  if (!loaded.ok) return
  const stateWith = (change: Partial<NativeAddon>) =>
    checkSharedMemory({ ok: true, native: { ...loaded.native, ...change } })
  const refusing = stateWith({
    segmentCreate: () => {
      throw new Error('EPERM: memfd_create')
    },
  })
  t.is(refusing.state, 'fail')
  t.is(refusing.text, 'EPERM: memfd_create')
  t.regex(refusing.mend ?? '', /seccomp/)
  t.regex(stateWith({ doorbellRing: () => {} }).text, /does not ring/)
  t.regex(stateWith({ doorbellWait: () => true }).text, /nobody rang/)
  class Blind {
    readonly buffer = new ArrayBuffer(65_536)
    release(): void {}
  }
  t.regex(stateWith({ Mapping: Blind }).text, /the other does not see/)
})

const kNode: EngineProbe = { engine: 'node', loads: true, source: 'node:http', reason: null }
const kNoUws: EngineProbe = { engine: 'uws', loads: false, source: null, reason: 'no package' }

test('an engine that does not load is a warning, or a failure where it is wanted', async (t) => {
  const stateOf = async (wanted: string) =>
    (await checkEngines(wanted, async () => [kNoUws, kNode])).state
  t.is(await stateOf('auto'), 'warn')
  t.is(await stateOf('node'), 'warn')
  t.is(await stateOf('uws'), 'fail')
})

test('node:http always loads', async (t) => {
  const probes = await probeEngines()
  t.deepEqual(probes.at(-1), kNode)
  t.is(probes.length, 2)
  t.true(probes.every(({ loads, source, reason }) => (loads ? source !== null : reason !== null)))
})
