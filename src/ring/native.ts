// The one file that loads the native addon, and its types. Everything else asks loadNative() and
// takes another carrier when there is none. Any thread may call it; each loads the addon for
// itself.

import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'
import { assert } from '../base/assert.js'

/** Who sits at the other end of a local socket, by the kernel's word. */
export type PeerCredentials = { readonly pid: number; readonly uid: number; readonly gid: number }

/**
 * What came over a local socket. `bytes` 0: the other side closed. The descriptors are the
 * receiver's to close.
 */
export type PipeReceived = { readonly bytes: number; readonly fds: readonly number[] }

/**
 * Both ends of a doorbell. One is kept, the other given away: each is an open file of its own, so
 * that no peer can change the flags of ours and make it block.
 */
export type Doorbell = { readonly reader: number; readonly writer: number }

/** A memory file mapped into this process. */
export type Mapping = {
  /**
   * External memory; Atomics work on views of it, across processes. Detached (0 bytes) after
   * release().
   */
  readonly buffer: ArrayBuffer
  /**
   * Detaches the buffer and unmaps the memory, at once or, when a Poller still watches words in it,
   * with its unwatch. A second call does nothing. Without it the garbage collector unmaps.
   */
  release(): void
}

/** Watches a descriptor. Open, and keeping the process alive, until close(). */
export type DescriptorWatch = {
  ref(): void
  /** Lets the process end although this watch is open. */
  unref(): void
  /** Idempotent; `onReadable` is not called afterwards. */
  close(): void
}

/** What a poller did so far. */
export type PollerCounters = {
  /** Times that it began to run. */
  readonly wakes: number
  /** Calls of `turn`. */
  readonly turns: number
  /** Times that it looked on instead of sleeping at once, and how often that found records, or what came to a socket. */
  readonly spins: number
  readonly spinHits: number
  /** Times that it fell asleep. */
  readonly sleeps: number
  /** Times that it found records which nobody had rung for. */
  readonly rescues: number
}

/**
 * The duty cycle of a thread that reads rings: sleeps in the event loop, and calls `turn` when
 * there is something.
 *
 * Runs after a doorbell or kick(): calls `turn` (promise jobs and ticks run after each call) until
 * it returns 0, then looks on for a bounded, adaptive time, arms all bells, looks once more and
 * sleeps. After 1 ms of running, sockets and timers get their turn first. What `turn` throws
 * becomes an uncaughtException. All methods may be called from `turn`.
 *
 * After kick() `turn` is told to look at every ring. Otherwise it may leave idle rings out: it is told again when two of them
 * found nothing though there are new records, and `onRung` tells it which rings' doorbells rang. Records are offered to one such `turn`: if it returns 0 and leaves them where they are,
 * they wake nobody until further records come, a doorbell rings or kick() is called.
 */
export type Poller = {
  /**
   * Wakes when the doorbell of `reader` rings; the caller may close its own descriptor afterwards. It
   * is watched until removeDoorbell or until nobody can ring any more.
   *
   * @param ringId the ring that it rings for, which is then told to onRung; without it the next turn looks at every ring.
   * @returns an id for removeDoorbell.
   */
  addDoorbell(reader: number, ringId?: number): number
  /** @returns whether the id was known. */
  removeDoorbell(id: number): boolean
  /**
   * Watches a ring: it has records when the words at `tailIndex` and `headIndex` differ. The word
   * at `bellIndex`, which no other ring has, is 1 while the producer must ring: while the poller sleeps or the ring has
   * been quiet for some turns.
   *
   * @param words a view of a Mapping's buffer or of a SharedArrayBuffer; kept until unwatch or
   *   close.
   * @returns an id for unwatch.
   */
  watch(words: Int32Array, tailIndex: number, headIndex: number, bellIndex: number): number
  /**
   * Silences the bell (0). @returns whether the id was known.
   */
  unwatch(id: number): boolean
  /** Runs soon, from the event loop, and looks at every ring. After close() it does nothing. */
  kick(): void
  /** Runs soon because of one ring, as if its doorbell had rung. */
  ring(ringId: number): void
  /** Once, after the first watches: arms all bells; runs soon if something is there already. */
  arm(): void
  /** Keeps the process alive while this poller is open. */
  ref(): void
  /** Lets the process end although this poller is open; so it is at first. */
  unref(): void
  counters(): PollerCounters
  /** Idempotent; `turn` is not called afterwards. */
  close(): void
}

/**
 * The addon. Wrong arguments throw a TypeError or RangeError; a refusal of the kernel throws an
 * Error whose `code` is its name (ENOENT, ECONNREFUSED, …) and whose message names the call and the
 * value. Descriptors below 3 are refused.
 */
export type NativeAddon = {
  /** Every constant of native/core/layout.h that src/ring/layout.ts repeats, by name. */
  layout(): Record<string, number>
  /** Whether this operating system has shared memory in this build. */
  supported(): boolean
  /**
   * Creates a zeroed memory file, sealed against shrinking and growing.
   * @param bytes 1 … 2^30.
   * @returns its descriptor.
   */
  segmentCreate(bytes: number): number
  /**
   * Maps a sealed memory file; EPERM when it is not sealed, EINVAL when its size is not
   * `expectedBytes`.
   */
  readonly Mapping: new (
    fd: number,
    expectedBytes: number,
  ) => Mapping
  descriptorClose(fd: number): void
  /** @returns a new doorbell; both descriptors are the caller's to close. */
  doorbellCreate(): Doorbell
  /**
   * Many rings before the sleeper looks are one. Never waits. Does nothing when the reader is
   * closed.
   */
  doorbellRing(writer: number): void
  /**
   * Blocks the calling thread, so the main thread may only look (0); more asserts.
   * @param timeoutMs 0 … 2^31-1.
   * @returns whether it rang in time. Throws when nobody can ring any more.
   */
  doorbellWait(reader: number, timeoutMs: number): boolean
  /** Connects to a listening local socket. @returns a non-blocking descriptor. */
  pipeConnect(path: string): number
  /** @returns two local sockets that are connected with each other; both are the caller's to close. */
  pipePair(): { readonly left: number; readonly right: number }
  /**
   * Sends bytes and up to 8 descriptors (which stay open here). Never waits.
   * @param bytes not empty; the descriptors travel with the first byte.
   * @returns bytes taken. Less than all: send the rest without descriptors. 0: would block, nothing
   *   went.
   */
  pipeSend(fd: number, bytes: Uint8Array, fds: readonly number[]): number
  /**
   * @returns what came, or null when nothing waits. EMSGSIZE: too many descriptors; all were
   * closed.
   */
  pipeReceive(fd: number, target: Uint8Array): PipeReceived | null
  /**
   * Gives memory that was freed back to the system, as far as the allocator has kept it; takes milliseconds.
   *
   * @returns whether there was any; false where the allocator cannot.
   */
  memoryTrim(): boolean
  /**
   * Sends one datagram to a local socket; one whose path begins with `@` has no file. Never waits.
   * @returns false: the receiver's queue is full, nothing went.
   */
  datagramSend(path: string, bytes: Uint8Array): boolean
  peerCredentials(fd: number): PeerCredentials
  /**
   * Copies published whole records, without padding, one behind the other at multiples of 8, and
   * gives their room back once. Sizes and positions are checked; in the copy each size word is the
   * checked one.
   *
   * @param words the segment, or the part of it that holds the ring.
   * @param ringOffsetBytes where the ring's header starts in `words`, a multiple of 8.
   * @param slab private memory, at least as long as the ring's largest record.
   * @param recordsMax 1 or more.
   * @returns bytes copied (0: nothing published), or -1: the ring holds nonsense, close the link.
   *   Whole records before the nonsense are given out first.
   */
  ringDrain(
    words: Int32Array,
    ringOffsetBytes: number,
    slab: Uint8Array,
    recordsMax: number,
  ): number
  /**
   * Calls `onReadable` whenever `fd` is readable, at its end and, once, at an error; pipeReceive
   * then tells which.
   */
  readonly DescriptorWatch: new (
    fd: number,
    onReadable: () => void,
  ) => DescriptorWatch
  /**
   * @param turn one duty cycle; `mustSeeAll`: it leaves no ring out, be it idle for long. Returns how much work it did, 0 lets the poller rest.
   * @param spinUsMax longest look before sleeping, 0 … 1,000,000; where only one core may be used
   *   there is none.
   * @param onRung told the id of each ring that ring() named or whose doorbell rang, before the next turn. Without it that
   *   turn must look at every ring.
   */
  readonly Poller: new (
    turn: (mustSeeAll: boolean) => number,
    spinUsMax: number,
    onRung?: (ringId: number) => void,
  ) => Poller
}

/** What lanes need of it. */
export type LaneNative = Pick<
  NativeAddon,
  'segmentCreate' | 'Mapping' | 'descriptorClose' | 'doorbellCreate' | 'doorbellRing'
>

/** The addon, or why there is none, as a sentence for people. */
export type NativeLoad =
  | { readonly ok: true; readonly native: NativeAddon }
  | { readonly ok: false; readonly reason: string }

let loadCache: NativeLoad | undefined

/**
 * Loads the addon on the first call; later calls return the same answer. Never throws.
 * The environment variable SIGNALBOX_NATIVE=off switches it off.
 */
export function loadNative(): NativeLoad {
  loadCache ??= load()
  return loadCache
}

function load(): NativeLoad {
  if (process.env.SIGNALBOX_NATIVE === 'off') {
    return { ok: false, reason: 'switched off by SIGNALBOX_NATIVE' }
  }
  const root = findPackageRoot(dirname(fileURLToPath(import.meta.url)))
  if (root === undefined)
    return { ok: false, reason: 'the folder that holds binding.gyp is missing' }
  try {
    const file = findAddon(root)
    if (file === undefined) {
      return { ok: false, reason: `the native addon was not built in ${join(root, 'build')}` }
    }
    const loaded: unknown = createRequire(import.meta.url)(file)
    if (!isNativeAddon(loaded)) return { ok: false, reason: `${file} is not signalbox's addon` }
    if (!loaded.supported()) {
      return { ok: false, reason: `shared memory is not supported on ${process.platform}` }
    }
    return { ok: true, native: isMainThread ? withoutWaiting(loaded) : loaded }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return { ok: false, reason: `the native addon does not load: ${text}` }
  }
}

/** The addon for the main thread, which serves everybody and must not be blocked. */
function withoutWaiting(native: NativeAddon): NativeAddon {
  const doorbellWait = (fd: number, timeoutMs: number): boolean => {
    assert(!(timeoutMs > 0), 'the main thread never waits for a doorbell')
    return native.doorbellWait(fd, timeoutMs)
  }
  return { ...native, doorbellWait }
}

/**
 * The sources lie two folders below the root, compiled ones three: walk up to the folder that holds
 * binding.gyp.
 */
function findPackageRoot(from: string): string | undefined {
  if (existsSync(join(from, 'binding.gyp'))) return from
  const parent = dirname(from)
  return parent === from ? undefined : findPackageRoot(parent)
}

/** A build on this machine goes before the binary that the package carries. */
function findAddon(root: string): string | undefined {
  const built = join(root, 'build', 'Release', 'signalbox_native.node')
  if (existsSync(built)) return built
  const folder = join(root, 'prebuilds', `${process.platform}-${process.arch}`)
  if (!existsSync(folder)) return undefined
  const name = readdirSync(folder).find((entry) => entry.endsWith('.node'))
  return name === undefined ? undefined : join(folder, name)
}

const kFunctionNames = [
  'layout',
  'supported',
  'segmentCreate',
  'Mapping',
  'descriptorClose',
  'doorbellCreate',
  'doorbellRing',
  'doorbellWait',
  'pipeConnect',
  'pipeSend',
  'pipeReceive',
  'datagramSend',
  'memoryTrim',
  'peerCredentials',
  'ringDrain',
  'DescriptorWatch',
  'Poller',
] as const satisfies readonly (keyof NativeAddon)[]

function isNativeAddon(loaded: unknown): loaded is NativeAddon {
  if (typeof loaded !== 'object' || loaded === null) return false
  const members = new Map<string, unknown>(Object.entries(loaded))
  return kFunctionNames.every((name) => typeof members.get(name) === 'function')
}
