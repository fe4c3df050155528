// Checks of signalbox's own parts: the addon, shared memory by using it, the HTTP engines.

import { loadNative, type NativeAddon, type NativeLoad } from '../../ring/native.js'
import { type Finding, fail, ok, reasonOf, warn } from './finding.js'

/** The addon is built for this version of Node-API. */
const kNodeApiVersion = 8
const kTrialBytes = 65_536
const kTrialWord = 0x51_6e_a1

export function checkAddon(
  loaded: NativeLoad = loadNative(),
  nodeApi = Number(process.versions.napi),
): Finding {
  if (loaded.ok) return ok('addon', `loads; Node-API ${nodeApi}, ${kNodeApiVersion} is wanted`)
  return warn(
    'addon',
    `${loaded.reason}. Shared memory is refused; everything else runs, over the pipe and TCP`,
    'npm rebuild signalbox (in a checkout: npm run build), with a C++20 compiler',
  )
}

/** Makes a segment, writes through one mapping, reads through another, and rings a doorbell. */
export function checkSharedMemory(loaded: NativeLoad = loadNative()): Finding {
  if (!loaded.ok) {
    return warn('shared memory', 'not tried: there is no addon', 'mend the addon first')
  }
  try {
    const fault = tryMemory(loaded.native) ?? tryDoorbell(loaded.native)
    if (fault === null) return ok('shared memory', 'a segment and a doorbell work')
    return fail('shared memory', fault, 'report it, with the kernel and container runtime in use')
  } catch (error) {
    return fail(
      'shared memory',
      reasonOf(error),
      'allow memfd_create and pipe2 (seccomp profile of the container), and look at the memory limit',
    )
  }
}

function tryMemory(native: NativeAddon): string | null {
  const descriptor = native.segmentCreate(kTrialBytes)
  try {
    const mappings = [0, 1].map(() => new native.Mapping(descriptor, kTrialBytes))
    const [writer, reader] = mappings.map(({ buffer }) => new Int32Array(buffer))
    if (writer === undefined || reader === undefined) return 'a segment cannot be mapped twice'
    Atomics.store(writer, 0, kTrialWord)
    const seen = Atomics.load(reader, 0)
    for (const mapping of mappings) mapping.release()
    return seen === kTrialWord ? null : 'what one mapping writes, the other does not see'
  } finally {
    native.descriptorClose(descriptor)
  }
}

function tryDoorbell(native: NativeAddon): string | null {
  const { reader, writer } = native.doorbellCreate()
  try {
    if (native.doorbellWait(reader, 0)) return 'a doorbell rings that nobody rang'
    native.doorbellRing(writer)
    return native.doorbellWait(reader, 0) ? null : 'a doorbell that was rung does not ring'
  } finally {
    native.descriptorClose(reader)
    native.descriptorClose(writer)
  }
}

/** Whether an HTTP engine can be used. */
export type EngineProbe = {
  readonly engine: 'uws' | 'node'
  readonly loads: boolean
  /** The package it comes from; null where none loads. */
  readonly source: string | null
  /** Why it does not load. */
  readonly reason: string | null
}

/** Packages that carry uWebSockets.js, in the order in which they are tried. */
const kUwsPackages = [
  'uWebSockets.js',
  '@trufflesuite/uws-js-unofficial',
  '@btc-vision/uwebsockets.js',
]

/** Loads each engine once. */
export async function probeEngines(): Promise<readonly EngineProbe[]> {
  const node: EngineProbe = { engine: 'node', loads: true, source: 'node:http', reason: null }
  const reasons: string[] = []
  for (const name of kUwsPackages) {
    try {
      await import(name)
      return [{ engine: 'uws', loads: true, source: name, reason: null }, node]
    } catch (error) {
      const [line = ''] = reasonOf(error).split('\n')
      reasons.push(`${name}: ${line}`)
    }
  }
  return [{ engine: 'uws', loads: false, source: null, reason: reasons.join('; ') }, node]
}

/** @param wanted the setting http.engine. */
export async function checkEngines(
  wanted: string,
  probe: () => Promise<readonly EngineProbe[]> = probeEngines,
): Promise<Finding> {
  const probes = await probe()
  const loading = probes.filter(({ loads }) => loads)
  const text = loading.map(({ engine, source }) => `${engine} (${source})`).join(', ')
  const missing = probes.find(({ loads }) => !loads)
  if (missing === undefined) return ok('http engine', `loads: ${text}`)
  const lost = `loads: ${text || 'none'}; ${missing.engine} does not: ${missing.reason}`
  const mend = 'npm install uWebSockets.js, in a version for this Node, or use --http-engine node'
  return wanted === missing.engine
    ? fail('http engine', lost, mend)
    : warn('http engine', lost, mend)
}
