// A running sum of 64 bits over texts, in two halves: two stories with equal sums count as one.

const kPrimes = [0x0100_0193, 0x85eb_ca6b] as const

export class Sum {
  #low = 0x811c_9dc5 | 0
  #high = 0x9747_b28c | 0

  add(text: string): void {
    let low = this.#low
    let high = this.#high
    for (let at = 0; at <= text.length; at++) {
      // The end of a text counts, too.
      const code = at === text.length ? 0x1_0000 : text.charCodeAt(at)
      low = Math.imul(low ^ code, kPrimes[0])
      high = Math.imul(high ^ code ^ (low >>> 15), kPrimes[1])
      high ^= high >>> 13
    }
    this.#low = low
    this.#high = high
  }

  get text(): string {
    return `${this.#low}.${this.#high}`
  }
}
