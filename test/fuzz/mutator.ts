// Makes new inputs of known ones: the runner's own way, for machines that jazzer.js does not run on. Without its sight of
// what an input reaches, so it lives from the corpus and from the words of a target.

const kNumbers = [0, 1, 7, 8, 31, 32, 127, 128, 255, 256, 0x7fff, 0x8000, 0xffff, 0x7fffffff, -1]
const kStepsMax = 6
const kInputBytesMax = 4_096

/** A sequence of numbers that its seed determines (mulberry32). */
export type Random = (below: number) => number

export function randomOf(seed: number): Random {
  let state = seed | 0
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value ^= value + Math.imul(value ^ (value >>> 7), 61 | value)
    return ((value ^ (value >>> 14)) >>> 0) % below
  }
}

/**
 * A new input.
 *
 * @param corpus at least one.
 * @param words texts (latin1) that inputs are made of.
 */
export function mutated(
  corpus: readonly Buffer[],
  words: readonly string[],
  random: Random,
): Buffer {
  let input: Buffer = Buffer.from(corpus[random(corpus.length)])
  for (let step = random(kStepsMax); step >= 0; step--) {
    input = changed(input, corpus[random(corpus.length)], words, random)
  }
  return input.subarray(0, kInputBytesMax)
}

function changed(input: Buffer, other: Buffer, words: readonly string[], random: Random): Buffer {
  const at = random(input.length + 1)
  const cut = (count: number) => Buffer.concat([input.subarray(0, at), input.subarray(at + count)])
  const put = (bytes: Uint8Array, over: number) =>
    Buffer.concat([input.subarray(0, at), bytes, input.subarray(at + over)])
  switch (random(9)) {
    case 0: // one bit
      if (at < input.length) input[at] ^= 1 << random(8)
      return input
    case 1: // one byte
      return put(Buffer.of(random(256)), 1)
    case 2:
      return cut(1 + random(16))
    case 3: // the same again
      return put(input.subarray(at, at + 1 + random(64)), 0)
    case 4: // a part of another one
      return put(other.subarray(random(other.length + 1)), random(other.length + 1))
    case 5: {
      const number = Buffer.alloc(4)
      number.writeInt32LE(kNumbers[random(kNumbers.length)])
      return put(number.subarray(0, 1 << random(3)), 1 << random(3))
    }
    case 6:
      return put(Buffer.of(...Array.from({ length: random(8) }, () => random(256))), 0)
    default:
      return words.length === 0
        ? input
        : put(Buffer.from(words[random(words.length)], 'latin1'), random(2) * 8)
  }
}
