// As much of a kernel as lanes ask for: memory files, mappings, descriptors that are passed on, and doorbells, of several
// processes that are one here. What a process leaves open when it dies is closed; what one leaves open that lives can be
// counted.

import type { Doorbell, LaneNative, Mapping } from '../../src/ring/native.js'

/** A memory file: what its mappings show. */
export class MemoryFile {
  readonly memory: ArrayBuffer
  readonly bytes: Uint8Array
  readonly words: Int32Array
  /** Grows with each change. */
  version = 0

  constructor(byteCount: number) {
    this.memory = new ArrayBuffer(byteCount)
    this.bytes = new Uint8Array(this.memory)
    this.words = new Int32Array(this.memory)
  }

  /** Others see this from now on. */
  show(bytes: Uint8Array): void {
    if (Buffer.compare(this.bytes, bytes) === 0) return
    this.bytes.set(bytes)
    this.version++
  }
}

/** A doorbell; whoever has its reading end may listen. */
class Bell {
  onRung: () => void = () => {}
}

/** What a descriptor stands for. */
export type OpenFile = MemoryFile | Bell

const kFirstDescriptor = 10

export class FakeProcess implements LaneNative {
  readonly Mapping: LaneNative['Mapping']
  readonly #open = new Map<number, OpenFile>()
  readonly #mappings = new Set<FakeMapping>()
  readonly #isApart: boolean
  #next = kFirstDescriptor

  /**
   * @param isApart its mappings are copies: what it writes is seen at {@link push}, and it sees what others wrote at
   * {@link pull}.
   */
  constructor(isApart: boolean) {
    this.#isApart = isApart
    const map = (descriptor: number, byteCount: number) => this.#map(descriptor, byteCount)
    // Called with `new`, as the addon's class is: what it returns is what there is then.
    this.Mapping = function Mapping(descriptor: number, byteCount: number) {
      return map(descriptor, byteCount)
    } as unknown as LaneNative['Mapping']
  }

  /** Descriptors and mappings that it has. */
  get openCount(): number {
    return this.#open.size + this.#mappings.size
  }

  /** Files that it has mapped. */
  files(): readonly MemoryFile[] {
    return [...this.#mappings].map(({ file }) => file)
  }

  segmentCreate(byteCount: number): number {
    return this.#keep(new MemoryFile(byteCount))
  }

  descriptorClose(descriptor: number): void {
    this.#find(descriptor)
    this.#open.delete(descriptor)
  }

  doorbellCreate(): Doorbell {
    const bell = new Bell()
    return { reader: this.#keep(bell), writer: this.#keep(bell) }
  }

  doorbellRing(writer: number): void {
    const bell = this.#find(writer)
    if (!(bell instanceof Bell)) throw new Error(`descriptor ${writer} is no doorbell`)
    bell.onRung()
  }

  /** Listens to a doorbell. */
  listen(reader: number, onRung: () => void): void {
    const bell = this.#find(reader)
    if (!(bell instanceof Bell)) throw new Error(`descriptor ${reader} is no doorbell`)
    bell.onRung = onRung
  }

  /** What is sent with a message: it stays open here. */
  lend(descriptors: readonly number[]): readonly OpenFile[] {
    return descriptors.map((descriptor) => this.#find(descriptor))
  }

  /** What came with a message. @returns descriptors of this process. */
  adopt(files: readonly OpenFile[]): number[] {
    return files.map((file) => this.#keep(file))
  }

  /** It sees what others have written. */
  pull(): void {
    for (const { file, bytes } of this.#mappings) bytes.set(file.bytes)
  }

  /** Others see what it has written. @param hold keeps a change back that is not seen yet: puts the old word there. */
  push(hold: (file: MemoryFile, bytes: Uint8Array) => void = () => {}): void {
    for (const { file, bytes } of this.#mappings) {
      hold(file, bytes)
      file.show(bytes)
    }
  }

  /** It is dead: the kernel closes what it had. */
  end(): void {
    this.#open.clear()
    this.#mappings.clear()
  }

  #map(descriptor: number, byteCount: number): Mapping {
    const file = this.#find(descriptor)
    if (!(file instanceof MemoryFile) || file.bytes.length !== byteCount)
      throw new Error(`descriptor ${descriptor} is no memory of ${byteCount} bytes`)
    const mapping = new FakeMapping(file, this.#isApart, () => this.#mappings.delete(mapping))
    this.#mappings.add(mapping)
    return mapping
  }

  #keep(file: OpenFile): number {
    this.#open.set(this.#next, file)
    return this.#next++
  }

  #find(descriptor: number): OpenFile {
    const file = this.#open.get(descriptor)
    if (file === undefined) throw new Error(`descriptor ${descriptor} is not open`)
    return file
  }
}

/** After release its buffer is detached, as that of the addon is: what still uses it throws, where that can be. */
class FakeMapping implements Mapping {
  readonly file: MemoryFile
  readonly bytes: Uint8Array
  readonly buffer: ArrayBuffer
  readonly #isApart: boolean
  readonly #onReleased: () => void
  #isReleased = false

  constructor(file: MemoryFile, isApart: boolean, onReleased: () => void) {
    this.file = file
    this.buffer = isApart ? file.memory.slice(0) : file.memory
    this.bytes = new Uint8Array(this.buffer)
    this.#isApart = isApart
    this.#onReleased = onReleased
  }

  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    this.#onReleased()
    if (!this.#isApart) return // the others would lose theirs
    this.file.show(this.bytes)
    structuredClone(this.buffer, { transfer: [this.buffer] })
  }
}
