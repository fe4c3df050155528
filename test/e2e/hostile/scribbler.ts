// A peer on shared memory without manners: writes where and what it likes.

import { toCenterRingOffset } from '../../../src/ring/layout.js'
import { ReaderLoop } from '../../../src/ring/reader-loop.js'
import { parseAddress } from '../../../src/transport/address.js'
import { connectLink } from '../../../src/transport/connect.js'
import type { LinkEnd } from '../../../src/transport/link.js'
import { kindWord, kKindHeartbeat, writeHeader } from '../../../src/wire/frame.js'
import { until } from '../world.js'
import { helloOf } from './raw-peer.js'

/** Bytes of the smallest frame. */
export const kHeartbeatBytes = 32

/** A link over shared memory whose owner reads nothing by itself. */
export class Scribbler {
  readonly end: LinkEnd
  readonly loop: ReaderLoop
  isEnded = false

  private constructor(end: LinkEnd, loop: ReaderLoop) {
    this.end = end
    this.loop = loop
    end.onEnd = () => {
      this.isEnded = true
    }
  }

  /** @param pipe of the center. */
  static async join(pipe: string): Promise<Scribbler> {
    const loop = new ReaderLoop(() => 0)
    const {
      type: _,
      carrier: __,
      takesLanes: ___,
      takesBranches: ____,
      ...who
    } = helloOf() as Extract<ReturnType<typeof helloOf>, { type: 'hello' }>
    const address = parseAddress(`shm:${pipe}`)
    const { end } = await connectLink(address, { type: 'hello', ...who }, loop, undefined)
    return new Scribbler(end, loop)
  }

  /** The whole segment as words. */
  get words(): Int32Array {
    return this.end.writer.words
  }

  /** Word of a field in the header of the ring to the center. */
  outWord(fieldOffset: number): number {
    return (toCenterRingOffset(this.end.writer.capacityBytes) + fieldOffset) >> 2
  }

  /** Publishes a frame whose header was changed by `spoil`. */
  publish(kind: number, spoil: (words: Int32Array, at: number) => void): void {
    const { writer } = this.end
    const at = writer.tryReserve(kHeartbeatBytes) >> 2
    writeHeader(writer.words, at, kHeartbeatBytes, kindWord(kind, 0, 0), 0, 0, 0, 0, 0)
    spoil(writer.words, at)
    writer.publish()
  }

  heartbeat(): void {
    this.publish(kKindHeartbeat, () => {})
  }

  async ended(): Promise<void> {
    await until('the center ends the link', () => this.isEnded)
  }

  close(): void {
    this.end.close()
    this.loop.close()
  }
}
