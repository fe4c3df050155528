// One object of an appsettings.json: reads typed members, and remembers which were read, so that the rest can be told.

import { centerError } from '../base/errors.js'
import { membersOf } from '../wire/sers/rpc-data.js'

/** Members whose name begins so are comments. */
const kCommentPrefix = '//'

export class Section {
  readonly path: string
  readonly #members: Readonly<Record<string, unknown>>
  readonly #read = new Set<string>()
  readonly #inner: Section[] = []
  readonly #groups = new Map<string, Section>()

  constructor(path: string, members: Readonly<Record<string, unknown>>) {
    this.path = path
    this.#members = members
  }

  has(name: string): boolean {
    return this.#members[name] !== undefined && this.#members[name] !== null
  }

  text(name: string, fallback: string): string {
    const value = this.#take(name)
    if (value === undefined) return fallback
    if (typeof value === 'string') return value
    if (typeof value === 'number') return String(value)
    throw this.fault(name, value, 'a text is wanted')
  }

  whole(name: string, fallback: number, min: number, max: number): number {
    const value = this.#take(name)
    if (value === undefined) return fallback
    const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
    if (
      typeof number === 'number' &&
      Number.isSafeInteger(number) &&
      number >= min &&
      number <= max
    )
      return number
    throw this.fault(name, value, `a whole number from ${min} to ${max} is wanted`)
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.#take(name)
    if (value === undefined) return fallback
    if (typeof value === 'boolean') return value
    if (typeof value === 'string' && /^(true|false)$/i.test(value)) {
      return value.toLowerCase() === 'true' // as .NET reads it
    }
    throw this.fault(name, value, 'true or false is wanted')
  }

  choice<Choice extends string>(
    name: string,
    fallback: Choice,
    choices: readonly Choice[],
  ): Choice {
    const value = this.#take(name)
    if (value === undefined) return fallback
    const found = choices.find((choice) => choice === value)
    if (found !== undefined) return found
    throw this.fault(name, value, `one of ${choices.join(', ')} is wanted`)
  }

  /** The same where an empty text says nothing, as the original reads its own keys. */
  choiceOrNone<Choice extends string>(
    name: string,
    fallback: Choice,
    choices: readonly Choice[],
  ): Choice {
    return this.#take(name) === '' ? fallback : this.choice(name, fallback, choices)
  }

  /** Texts; one text is a list of one. */
  texts(name: string): string[] {
    const value = this.#take(name)
    if (value === undefined) return []
    const list: readonly unknown[] = Array.isArray(value) ? value : [value]
    return list.map((item) => {
      if (typeof item === 'string') return item
      throw this.fault(name, item, 'texts are wanted')
    })
  }

  /** A member as it is. */
  any(name: string): unknown {
    return this.#take(name)
  }

  /** An object inside; an empty one where there is none. */
  group(name: string): Section {
    const known = this.#groups.get(name)
    if (known !== undefined) return known
    const value = this.#take(name) ?? {}
    const members = membersOf(value)
    if (members === undefined) throw this.fault(name, value, 'an object is wanted')
    const group = this.#note(new Section(this.#pathOf(name), members))
    this.#groups.set(name, group)
    return group
  }

  /** Objects of a list. */
  groups(name: string): Section[] {
    const value = this.#take(name) ?? []
    if (!Array.isArray(value)) throw this.fault(name, value, 'an array is wanted')
    return value.map((item: unknown, index) => {
      const members = membersOf(item)
      if (members === undefined) throw this.fault(`${name}[${index}]`, item, 'an object is wanted')
      return this.#note(new Section(`${this.#pathOf(name)}[${index}]`, members))
    })
  }

  /** Members that are known and have no meaning here: told, but not as unknown. */
  ignore(...names: readonly string[]): string[] {
    const there = names.filter((name) => this.has(name))
    for (const name of there) this.#read.add(name)
    return there.map((name) => this.#pathOf(name))
  }

  /** Paths of all members that nobody has read. */
  unread(): string[] {
    const own = Object.keys(this.#members)
      .filter((name) => !this.#read.has(name) && !name.startsWith(kCommentPrefix))
      .map((name) => this.#pathOf(name))
    return [...own, ...this.#inner.flatMap((section) => section.unread())]
  }

  fault(name: string, value: unknown, rule: string): Error {
    const shown = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'absent')
    return centerError('ERR_BAD_ARGUMENT', {
      name: this.#pathOf(name),
      value: shown.slice(0, 80),
      rule,
    })
  }

  #take(name: string): unknown {
    this.#read.add(name)
    return this.#members[name] ?? undefined
  }

  #pathOf(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`
  }

  #note(section: Section): Section {
    this.#inner.push(section)
    return section
  }
}
