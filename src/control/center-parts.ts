// Parts of a center that somebody else has made, such as the registry of services that register over HTTP.

/** Something of the center that somebody else has made. */
export type CenterPart = {
  /** Its counters by name. */
  counters(): Readonly<Record<string, number>>
  /** Ends it; the center's routes are there still. */
  close(): Promise<void>
}

export class CenterParts {
  readonly #parts: CenterPart[] = []

  add(part: CenterPart): void {
    this.#parts.push(part)
  }

  counters(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#parts.flatMap((part) => Object.entries(part.counters())))
  }

  /** Ends each of them once. */
  async close(): Promise<void> {
    await Promise.all(this.#parts.splice(0).map((part) => part.close()))
  }
}
