// Planted bugs of parsers, and the fuzz target that finds each one.

import type { Plant } from './plant.js'

export type FuzzPlant = Plant & {
  /** A target of test/fuzz/targets. */
  readonly target: string
}

export const kFuzzPlants: readonly FuzzPlant[] = [
  {
    name: 'record-beyond-published',
    wrong: "a ring's reader takes a record that reaches beyond what is published",
    file: 'dist/src/ring/ring-reader.js',
    find: 'stride > left ||',
    replace: '',
    target: 'ring',
  },
  {
    name: 'offsets-not-verified',
    wrong: 'the verifier of control messages follows offsets out of the message',
    file: 'dist/src/wire/flat-verifier.js',
    find: 'at + byteCount > this.#bytes.length',
    replace: 'at > this.#bytes.length',
    target: 'control',
  },
  {
    name: 'host-twice',
    wrong: 'a request with two hosts passes',
    file: 'dist/src/http/strict-head.js',
    find: '++this.#hostCount > 1',
    replace: '++this.#hostCount > 99',
    target: 'http-head',
  },
  {
    name: 'piece-taken-for-whole',
    wrong: 'a hello is read before all of it has come',
    file: 'dist/src/transport/handshake.js',
    find: 'if (bytes.length < strideOf(size))',
    replace: 'if (bytes.length < size - 8)',
    target: 'handshake',
  },
]
