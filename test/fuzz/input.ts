// Bytes of a fuzzer as numbers and texts, one behind the other; when they are over, zeros.

export class Input {
  readonly #data: Buffer
  #at = 0

  constructor(data: Buffer) {
    this.#data = data
  }

  get isOver(): boolean {
    return this.#at >= this.#data.length
  }

  byte(): number {
    return this.isOver ? 0 : this.#data[this.#at++]
  }

  short(): number {
    return this.byte() | (this.byte() << 8)
  }

  word(): number {
    return this.short() | (this.short() << 16)
  }

  /** At most so many bytes. */
  bytes(count: number): Buffer {
    const start = Math.min(this.#at, this.#data.length)
    this.#at = Math.min(this.#data.length, start + count)
    return this.#data.subarray(start, this.#at)
  }

  rest(): Buffer {
    return this.bytes(this.#data.length)
  }

  /** A text up to the next line feed, or to the end. */
  line(): string {
    const end = this.#data.indexOf(0x0a, this.#at)
    const text = this.bytes((end < 0 ? this.#data.length : end) - this.#at).toString('utf8')
    this.#at++
    return text
  }
}

/** A rule that holds whatever the bytes are. */
export function must(holds: boolean, rule: string): asserts holds {
  if (!holds) throw new Error(`broken: ${rule}`)
}
