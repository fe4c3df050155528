// The socket below a simulated link by shared memory: it brings lanes, with descriptors of a fake kernel. Its messages come
// in their order, and late; so do the rings of a lane's doorbells, unless who rings is killed before.

import type { MessagePort } from 'node:worker_threads'
import { assert } from '../../src/base/assert.js'
import type { ReaderLoop } from '../../src/ring/reader-loop.js'
import type { RingReader } from '../../src/ring/ring-reader.js'
import { processDescriptors } from '../../src/transport/descriptors.js'
import { readControlFrame } from '../../src/transport/handshake.js'
import { openLaneEnd } from '../../src/transport/lane-end.js'
import type { LinkEnd } from '../../src/transport/link.js'
import {
  type MemoryLinkPlan,
  openMemoryLink,
  openMemoryPair,
} from '../../src/transport/memory-link.js'
import type { ControlMessage } from '../../src/wire/control.js'
import type { OpenFile } from '../support/fake-kernel.js'
import { SimPort } from './ports.js'
import type { SimProcess, SimTime } from './time.js'

const kDelayMs = 0.1

type Message = { readonly control: ControlMessage; readonly files: readonly OpenFile[] }

export class LaneSocket {
  readonly #time: SimTime
  readonly #center: SimProcess
  readonly #station: SimProcess
  readonly #fromCenter: MessagePort
  readonly #toStation: MessagePort

  constructor(time: SimTime, center: SimProcess, station: SimProcess) {
    this.#time = time
    this.#center = center
    this.#station = station
    const { port1, port2 } = SimPort.pair(time, center, station, kDelayMs)
    this.#fromCenter = port1
    this.#toStation = port2
  }

  openCenter(plan: MemoryLinkPlan, loop: ReaderLoop): LinkEnd {
    const passLane = (bytes: Uint8Array, descriptors: readonly number[]): boolean => {
      const read = readControlFrame(Buffer.from(bytes))
      assert(read !== null, 'a message is whole')
      const files = this.#center.kernel.lend(descriptors)
      this.#fromCenter.postMessage({ control: read.message, files } satisfies Message)
      return true
    }
    return withClose(Object.assign(openMemoryPair(plan, loop), { passLane }), this.#fromCenter)
  }

  openPeer(plan: MemoryLinkPlan, loop: ReaderLoop): LinkEnd {
    const link = openMemoryLink(plan, loop)
    this.#toStation.on('message', (message: Message) => this.#hear(message, link, loop))
    return withClose(link, this.#toStation)
  }

  #hear({ control, files }: Message, link: LinkEnd, loop: ReaderLoop): void {
    const { laneDoor } = link
    assert(laneDoor !== undefined, 'a link has an owner before lanes come')
    if (control.type === 'lane-over') laneDoor.onOver(control)
    if (control.type !== 'lane-open') return
    const { kernel } = this.#station
    const rung = (reader: RingReader) => {
      if (this.#time.current?.isMute === true) return
      const delayMs = this.#time.between(0, kDelayMs)
      this.#time.after(this.#station, delayMs, () => loop.wakeFor(reader))
    }
    const watched = {
      add: (reader: RingReader) => loop.add(reader),
      remove: (reader: RingReader) => loop.remove(reader),
      addDoorbell: (reader: RingReader, bell: number) => kernel.listen(bell, () => rung(reader)),
    }
    laneDoor.onOpen(
      control,
      openLaneEnd(kernel, processDescriptors(kernel), control, kernel.adopt(files), watched),
    )
  }
}

/** The same link; its end closes the socket as well. */
function withClose(link: LinkEnd, port: MessagePort): LinkEnd {
  const closeLink = link.close.bind(link)
  return Object.assign(link, {
    close: () => {
      closeLink()
      port.close()
    },
  })
}
