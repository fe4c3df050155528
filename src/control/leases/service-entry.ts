// The instances of one name, by address: two registrations of one address are one place to send people to.

import type { Instance } from './instance.js'

/** The instances of one address; most often one. */
type Place = {
  readonly address: string
  readonly instances: Instance[]
  passingCount: number
  /** Where it stands among the places that may be chosen; -1 for nowhere. */
  choiceIndex: number
}

export class ServiceEntry {
  readonly name: string
  /** Number of the newest change. */
  changedIndex = 0
  instanceCount = 0
  readonly #places = new Map<string, Place>()
  readonly #choices: Place[] = []
  #turn = 0

  constructor(name: string) {
    this.name = name
  }

  /** Addresses with an instance that passes. */
  get choiceCount(): number {
    return this.#choices.length
  }

  /** Every instance, in the order of the addresses. */
  *instances(): Iterable<Instance> {
    for (const { instances } of this.#places.values()) yield* instances
  }

  add(instance: Instance): void {
    let place = this.#places.get(instance.address)
    if (place === undefined) {
      place = { address: instance.address, instances: [], passingCount: 0, choiceIndex: -1 }
      this.#places.set(instance.address, place)
    }
    place.instances.push(instance)
    this.instanceCount++
    if (instance.isPassing) this.#count(place, 1)
  }

  remove(instance: Instance): void {
    const place = this.#places.get(instance.address)
    const at = place?.instances.indexOf(instance) ?? -1
    if (place === undefined || at < 0) return
    place.instances.splice(at, 1)
    this.instanceCount--
    if (instance.isPassing) this.#count(place, -1)
    if (place.instances.length === 0) this.#places.delete(instance.address)
  }

  /** @returns false when it was so before. */
  setPassing(instance: Instance, isPassing: boolean): boolean {
    const place = this.#places.get(instance.address)
    if (place === undefined || instance.isPassing === isPassing) return false
    instance.isPassing = isPassing
    this.#count(place, isPassing ? 1 : -1)
    return true
  }

  /**
   * The instances of an address that may be chosen, each address as likely as any other, or one after the other.
   *
   * @param random 0 … 1, or null for turns. @returns none when nothing passes.
   */
  choose(random: number | null): readonly Instance[] {
    const count = this.#choices.length
    if (count === 0) return []
    const at = random === null ? this.takeTurn() % count : Math.floor(random * count)
    return this.#choices[at]?.instances ?? []
  }

  /** At most `countMax` instances that pass, from an address by chance on. */
  sample(countMax: number, random: () => number): Instance[] {
    const count = this.#choices.length
    const first = count <= countMax ? 0 : Math.floor(random() * count)
    const some: Instance[] = []
    for (let step = 0; step < count && some.length < countMax; step++) {
      for (const instance of this.#choices[(first + step) % count]?.instances ?? []) {
        if (some.length >= countMax) break
        if (instance.isPassing) some.push(instance)
      }
    }
    return some
  }

  takeTurn(): number {
    return this.#turn++
  }

  #count(place: Place, by: number): void {
    place.passingCount += by
    if (place.passingCount > 0 === place.choiceIndex >= 0) return
    if (place.choiceIndex < 0) {
      place.choiceIndex = this.#choices.length
      this.#choices.push(place)
      return
    }
    const last = this.#choices.pop()
    if (last !== undefined && last !== place) {
      this.#choices[place.choiceIndex] = last
      last.choiceIndex = place.choiceIndex
    }
    place.choiceIndex = -1
  }
}
