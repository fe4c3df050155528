// A peer that scribbles over the memory it shares with the center: only its own link ends.

import test from 'ava'
import {
  kHeadPositionOffset,
  kPaddingBit,
  kPageBytes,
  kRingHeaderBytes,
  kTailPositionOffset,
  kToPeerRingOffset,
} from '../../../src/ring/layout.js'
import { kFull } from '../../../src/ring/ring-writer.js'
import {
  kindWord,
  kKindHeartbeat,
  kKindLane,
  kKindRequest,
  writeHeader,
} from '../../../src/wire/frame.js'
import { seededRandom, seedOfRun } from '../../support/seeded-random.js'
import { holdings, until } from '../world.js'
import { keepGoodPair } from './good-pair.js'
import { kHeartbeatBytes, Scribbler } from './scribbler.js'

const kRounds = 40

const good = keepGoodPair()

function ends(what: string, deed: (peer: Scribbler) => Promise<void> | void): void {
  test.serial(`${what} ends that link and nothing else`, async (t) => {
    const peer = await Scribbler.join(good.pair.world.pipe)
    await deed(peer)
    await peer.ended()
    await good.pair.isUndisturbed(t, what)
    peer.close()
  })
}

for (const size of [0, 1, 31, 40, 1 << 20, 0x7fff_ffff, -1, kPaddingBit, kPaddingBit | 64]) {
  ends(`a record of size ${size}`, (peer) =>
    peer.publish(kKindHeartbeat, (words, at) => {
      words[at] = size
    }),
  )
}
for (const kind of [0, 99]) ends(`a record of kind ${kind}`, (peer) => peer.publish(kind, () => {}))
for (const said of [1, 2, 3, 99]) {
  ends(`the word ${said} of a lane that is not its own`, (peer) =>
    peer.publish(kKindLane, (words, at) => {
      words[at + 2] = 1
      words[at + 4] = said
    }),
  )
}
ends('a record whose context is longer than it', (peer) =>
  peer.publish(kKindRequest, (words, at) => {
    words[at + 1] = kindWord(kKindRequest, 0, 0xffff)
  }),
)
for (const tail of [4, -8, (1 << 20) + 8, 0x7fff_fff8, -0x8000_0000]) {
  ends(`the tail position ${tail}`, (peer) => {
    Atomics.store(peer.words, peer.outWord(kTailPositionOffset), tail)
  })
}
for (const head of [-8, 0x2000_0000, 0x7fff_fff8, -0x8000_0000]) {
  ends(`the head position ${head}`, async (peer) => {
    // The center looks at the head when the ring seems full: let its answers fill it.
    const headWord = (kToPeerRingOffset + kHeadPositionOffset) >> 2
    Atomics.store(peer.words, headWord, head)
    await until('the center looks at the head', () => {
      for (let count = 0; count < 1_000 && !peer.isEnded; count++) {
        const at = peer.end.writer.tryReserve(kHeartbeatBytes)
        if (at === kFull) break
        const kind = kindWord(kKindHeartbeat, 0, 0)
        writeHeader(peer.words, at >> 2, kHeartbeatBytes, kind, 0, 0, 0, 0, 0)
      }
      if (!peer.isEnded) peer.end.writer.publish()
      return peer.isEnded
    })
  })
}

test.serial('a first page full of nonsense hurts nobody else', async (t) => {
  for (const value of [0, -1, 0x5a5a_5a5a]) {
    const peer = await Scribbler.join(good.pair.world.pipe)
    peer.words.fill(value, 0, kPageBytes >> 2)
    peer.heartbeat()
    await good.pair.isUndisturbed(t, `a page of ${value}`)
    peer.close()
  }
})

test.serial('random scribbles all over the segment hurt nobody else', async (t) => {
  const seed = seedOfRun()
  t.log(`seed ${seed}`)
  const random = seededRandom(seed)
  const pick = (count: number) => Math.floor(random() * count)
  for (let round = 0; round < kRounds; round++) {
    const peer = await Scribbler.join(good.pair.world.pipe)
    const { words } = peer
    const outStart = peer.outWord(0)
    for (let count = 0; count < 20 && !peer.isEnded; count++) {
      peer.heartbeat()
      const value = pick(4) === 0 ? pick(256) : pick(2 ** 32) | 0
      const places = [pick(kPageBytes >> 2), outStart + pick(kRingHeaderBytes >> 2)]
      places.push(outStart + (kRingHeaderBytes >> 2) + pick(200), pick(words.length))
      for (const place of places) words[place] = value
      await new Promise((resolve) => setImmediate(resolve))
    }
    peer.close()
  }
  await good.pair.isUndisturbed(t, `seed ${seed}`)
})

test.serial('a peer that empties the words under a batch hurts nobody else', async (t) => {
  // Sizes and kinds change while the center reads them: what it checked must be what it uses.
  for (let round = 0; round < kRounds; round++) {
    const peer = await Scribbler.join(good.pair.world.pipe)
    const { writer } = peer.end
    const first = peer.outWord(kRingHeaderBytes)
    for (let count = 0; count < 2_000; count++) {
      const at = writer.tryReserve(kHeartbeatBytes) >> 2
      const kind = kindWord(kKindHeartbeat, 0, 0)
      writeHeader(writer.words, at, kHeartbeatBytes, kind, 0, 0, 0, 0, 0)
    }
    writer.publish()
    for (let count = 1_999; count >= 0; count--) peer.words[first + count * 8] = 0x7fff_0000
    peer.close()
  }
  await good.pair.isUndisturbed(t, 'words that change under the reader')
})

test.serial('peers that join and vanish in a row leave nothing behind', async (t) => {
  const before = holdings(good.pair.center.pid)
  for (let round = 0; round < kRounds; round++) {
    const peer = await Scribbler.join(good.pair.world.pipe)
    peer.heartbeat()
    peer.close()
  }
  await until('the center holds what it held', () => {
    const now = holdings(good.pair.center.pid)
    return now.descriptors <= before.descriptors && now.memoryFiles <= before.memoryFiles
  })
  await good.pair.isUndisturbed(t, 'many short links')
})
