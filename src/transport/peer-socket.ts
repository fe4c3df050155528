// A peer's side of the socket below a link by shared memory, or beside one between threads. It tells the center's end, and
// brings lanes: messages with descriptors, which a socket of Node would drop. The addon reads it.

import { centerError } from '../base/errors.js'
import type { DescriptorWatch, NativeAddon } from '../ring/native.js'
import type { ReaderLoop } from '../ring/reader-loop.js'
import type { LaneOpen } from '../wire/control.js'
import type { DescriptorKeeper } from './descriptors.js'
import { kHandshakeBytesMax, readControlFrame } from './handshake.js'
import { kLaneDescriptorCount, openLaneEnd } from './lane-end.js'
import type { LaneDoor } from './link.js'

export class PeerSocket {
  readonly #native: NativeAddon
  readonly #keeper: DescriptorKeeper
  readonly #descriptor: number
  readonly #loop: ReaderLoop
  readonly #door: () => LaneDoor
  readonly #onEnd: (reason: string) => void
  readonly #watch: DescriptorWatch
  readonly #bytes = Buffer.alloc(kHandshakeBytesMax)
  #length = 0
  /** Came, and belong to a message that is not whole yet. */
  readonly #descriptors: number[] = []
  #isClosed = false

  /**
   * @param keeper of the socket's descriptor, and of those that come.
   * @param descriptor of the socket; owned from here on.
   * @param door who takes lanes at this moment.
   * @param onEnd the center is gone, or what it said is nonsense; called once, not after close().
   */
  constructor(
    native: NativeAddon,
    keeper: DescriptorKeeper,
    descriptor: number,
    loop: ReaderLoop,
    door: () => LaneDoor,
    onEnd: (reason: string) => void,
  ) {
    this.#native = native
    this.#keeper = keeper
    this.#descriptor = descriptor
    this.#loop = loop
    this.#door = door
    this.#onEnd = onEnd
    this.#watch = new native.DescriptorWatch(descriptor, () => this.#onReadable())
  }

  /** Lets the process end although this socket is open. */
  unref(): void {
    this.#watch.unref()
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#watch.close()
    for (const descriptor of this.#descriptors) this.#keeper.close(descriptor)
    this.#descriptors.length = 0
    this.#keeper.close(this.#descriptor)
  }

  #onReadable(): void {
    try {
      while (!this.#isClosed) {
        const target = this.#bytes.subarray(this.#length)
        const got = this.#native.pipeReceive(this.#descriptor, target)
        if (got === null) return
        this.#keeper.keep(got.fds)
        this.#descriptors.push(...got.fds)
        if (got.bytes === 0) throw new Error('the peer is gone')
        this.#length += got.bytes
        this.#takeMessages()
      }
    } catch (error) {
      this.#watch.close() // an end stays readable
      if (!this.#isClosed) this.#onEnd(error instanceof Error ? error.message : String(error))
    }
  }

  #takeMessages(): void {
    while (!this.#isClosed) {
      const read = readControlFrame(this.#bytes.subarray(0, this.#length))
      if (read === null) break
      this.#bytes.copyWithin(0, read.taken, this.#length)
      this.#length -= read.taken
      const { message } = read
      if (message.type === 'lane-open') this.#open(message)
      else if (message.type === 'lane-over') this.#door().onOver(message)
      else throw nonsense(`a socket brings lanes, not ${message.type}`)
    }
    if (this.#length === this.#bytes.length) throw nonsense('a message of a lane is too long')
  }

  #open(open: LaneOpen): void {
    const descriptors = this.#descriptors.splice(0, kLaneDescriptorCount)
    if (descriptors.length < kLaneDescriptorCount) {
      for (const descriptor of descriptors) this.#keeper.close(descriptor)
      throw nonsense(`a lane comes with ${kLaneDescriptorCount} descriptors`)
    }
    let end = null
    try {
      end = openLaneEnd(this.#native, this.#keeper, open, descriptors, this.#loop)
    } catch (error) {
      // For want of descriptors or memory: the calls go on by the center.
      this.#door().onRefused(open, String(error))
      return
    }
    this.#door().onOpen(open, end)
  }
}

function nonsense(rule: string): Error {
  return centerError('ERR_PROTOCOL', { rule })
}
