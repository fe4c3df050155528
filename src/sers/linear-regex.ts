// Regular expressions whose time grows with the text alone: what stations send as rules is run on what callers send.
//
// Known: literals, `.`, classes, \d \D \w \W \s \S and escapes, \uXXXX, \xXX, groups (also named), `|`, `* + ? {m,n}` (also
// lazy), `^ $ \b \B \A \z \Z`. Unknown, and refused: references back, looking around, inline options, \p.

type Test = (code: number) => boolean

/** One state: takes a character, forks, asks for a place, or is the end. */
type State =
  | { readonly kind: 'take'; readonly test: Test; next: number }
  | { readonly kind: 'fork'; next: number; other: number }
  | { readonly kind: Place; next: number }
  | { readonly kind: 'end' }

/** The start of the text, its end, an edge of a word, and anywhere else. */
type Place = 'start' | 'finish' | 'edge' | 'noEdge'

/** Characters of an expression, and states that it may become. */
const kPatternMax = 1_000
const kStatesMax = 5_000
const kRepeatsMax = 1_000
/** Characters of a text that a test may be asked about. */
export const kRegexTextMax = 8_192
const kDepthMax = 100

/** Makes a test of texts up to {@link kRegexTextMax}. @returns why not, where it cannot. */
export function linearRegex(pattern: string): ((text: string) => boolean) | string {
  if (pattern.length > kPatternMax) return `a regular expression is over ${kPatternMax} characters`
  try {
    const states = new Compiler(pattern).compile()
    return (text) => run(states, text)
  } catch (error) {
    if (error instanceof PatternFault) return `${pattern}: ${error.message}`
    throw error
  }
}

class PatternFault extends Error {}

/** A piece of the machine: it begins at a state, and `ends` are set to what follows. */
type Piece = { readonly start: number; readonly ends: ((next: number) => void)[] }

class Compiler {
  readonly #pattern: string
  readonly #states: State[] = []
  #at = 0
  #depth = 0

  constructor(pattern: string) {
    this.#pattern = pattern
  }

  compile(): State[] {
    const whole = this.#alternatives()
    if (this.#at < this.#pattern.length)
      throw new PatternFault('a closing bracket has no opening one')
    const end = this.#add({ kind: 'end' })
    for (const set of whole.ends) set(end)
    this.#add({ kind: 'fork', next: whole.start, other: whole.start }) // the last state is where it begins
    return this.#states
  }

  #alternatives(): Piece {
    if (++this.#depth > kDepthMax) throw new PatternFault('its groups are too deep')
    let left = this.#sequence()
    while (this.#peek() === '|') {
      this.#at++
      const right = this.#sequence()
      const start = this.#add({ kind: 'fork', next: left.start, other: right.start })
      left = { start, ends: [...left.ends, ...right.ends] }
    }
    this.#depth--
    return left
  }

  #sequence(): Piece {
    let piece: Piece | null = null
    for (
      let next = this.#peek();
      next !== '' && next !== '|' && next !== ')';
      next = this.#peek()
    ) {
      const part = this.#repeated()
      piece = piece === null ? part : this.#join(piece, part)
    }
    return piece ?? this.#nothing()
  }

  #repeated(): Piece {
    const from = this.#at
    const piece = this.#atom()
    const atomEnd = this.#at
    const bounds = this.#bounds()
    if (bounds === null) return piece
    if (this.#peek() === '?') this.#at++ // lazy: which characters matched is of no interest
    if (this.#bounds() !== null) throw new PatternFault('nothing stands before a repetition')
    const after = this.#at
    const again = (): Piece => {
      this.#at = from
      const copy = this.#atom()
      this.#at = after
      return copy
    }
    const { min, max } = bounds
    let whole: Piece | null = min === 0 ? null : piece
    for (let count = 1; count < min; count++) whole = this.#join(whole ?? piece, again())
    if (max === Number.POSITIVE_INFINITY) {
      const loop = this.#star(min === 0 ? piece : again())
      return whole === null ? loop : this.#join(whole, loop)
    }
    for (let count = min; count < max; count++) {
      const one = this.#optional(count === 0 ? piece : again())
      whole = whole === null ? one : this.#join(whole, one)
    }
    this.#at = Math.max(this.#at, atomEnd)
    return whole ?? this.#nothing()
  }

  #bounds(): { min: number; max: number } | null {
    const rest = this.#pattern.slice(this.#at)
    const sign = rest[0]
    const found = /^\{(\d+)(,(\d*))?\}/.exec(rest)
    if (found !== null) {
      this.#at += found[0].length
      const min = Number(found[1])
      const max =
        found[2] === undefined ? min : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3])
      const most = max === Number.POSITIVE_INFINITY ? min : max
      if (max < min || most > kRepeatsMax) throw new PatternFault(`${found[0]} cannot be repeated`)
      return { min, max }
    }
    if (sign !== '*' && sign !== '+' && sign !== '?') return null
    this.#at++
    if (sign === '?') return { min: 0, max: 1 }
    return { min: sign === '+' ? 1 : 0, max: Number.POSITIVE_INFINITY }
  }

  #atom(): Piece {
    const sign = this.#peek()
    this.#at++
    switch (sign) {
      case '(':
        return this.#group()
      case '[':
        return this.#take(this.#charClass())
      case '.':
        return this.#take((code) => code !== 10 && code !== 13)
      case '^':
        return this.#place('start')
      case '$':
        return this.#place('finish')
      case '\\': {
        const place = kPlaces[this.#peek()]
        if (place === undefined) return this.#take(this.#escape())
        this.#at++
        return this.#place(place)
      }
      case '*':
      case '+':
      case '?':
        throw new PatternFault('nothing stands before a repetition')
      default: {
        const wanted = sign.charCodeAt(0)
        return this.#take((code) => code === wanted)
      }
    }
  }

  #group(): Piece {
    const name = /^\?(:|<\w+>)/.exec(this.#pattern.slice(this.#at))
    if (name !== null) this.#at += name[0].length
    else if (this.#peek() === '?') throw new PatternFault('groups that look around are not known')
    const piece = this.#alternatives()
    if (this.#peek() !== ')') throw new PatternFault('a group has no end')
    this.#at++
    return piece
  }

  #charClass(): Test {
    const isNegated = this.#peek() === '^'
    if (isNegated) this.#at++
    const tests: Test[] = []
    for (let isFirst = true; isFirst || this.#peek() !== ']'; isFirst = false) {
      const low = this.#classItem()
      const isRange = this.#peek() === '-' && (this.#pattern[this.#at + 1] ?? ']') !== ']'
      if (typeof low === 'function' || !isRange) {
        tests.push(typeof low === 'function' ? low : (code) => code === low)
        continue
      }
      this.#at++
      const high = this.#classItem()
      if (typeof high === 'function' || high < low) throw new PatternFault('a range has no end')
      tests.push((code) => code >= low && code <= high)
    }
    this.#at++
    return (code) => tests.some((test) => test(code)) !== isNegated
  }

  #classItem(): number | Test {
    const sign = this.#peek()
    if (sign === '') throw new PatternFault('a class has no end')
    this.#at++
    if (sign !== '\\') return sign.charCodeAt(0)
    if (this.#peek() === 'b') {
      this.#at++
      return kBackspace
    }
    const named = kNamed[this.#peek()]
    if (named === undefined) return this.#escapedCode()
    this.#at++
    return named
  }

  #escape(): Test {
    const named = kNamed[this.#peek()]
    if (named !== undefined) {
      this.#at++
      return named
    }
    const wanted = this.#escapedCode()
    return (code) => code === wanted
  }

  #escapedCode(): number {
    const code = /^(?:u([0-9a-f]{4})|x([0-9a-f]{2}))/i.exec(this.#pattern.slice(this.#at))
    if (code !== null) {
      this.#at += code[0].length
      return Number.parseInt(code[1] ?? code[2], 16)
    }
    const sign = this.#peek()
    this.#at++
    const control = kControls[sign]
    if (control !== undefined) return control
    if (sign === '' || /[a-zA-Z0-9]/.test(sign)) throw new PatternFault(`\\${sign} is not known`)
    return sign.charCodeAt(0)
  }

  #peek(): string {
    return this.#pattern[this.#at] ?? ''
  }

  #take(test: Test): Piece {
    const state = { kind: 'take' as const, test, next: -1 }
    return this.#open(state)
  }

  #place(kind: Place): Piece {
    return this.#open({ kind, next: -1 })
  }

  #open(state: State & { next: number }): Piece {
    const set = (next: number) => {
      state.next = next
    }
    return { start: this.#add(state), ends: [set] }
  }

  #nothing(): Piece {
    const state = { kind: 'fork' as const, next: -1, other: -1 }
    const set = (next: number) => {
      state.next = next
      state.other = next
    }
    return { start: this.#add(state), ends: [set] }
  }

  #join(first: Piece, second: Piece): Piece {
    for (const set of first.ends) set(second.start)
    return { start: first.start, ends: second.ends }
  }

  #star(piece: Piece): Piece {
    const fork = { kind: 'fork' as const, next: piece.start, other: -1 }
    const start = this.#add(fork)
    for (const set of piece.ends) set(start)
    const set = (next: number) => {
      fork.other = next
    }
    return { start, ends: [set] }
  }

  #optional(piece: Piece): Piece {
    const fork = { kind: 'fork' as const, next: piece.start, other: -1 }
    const start = this.#add(fork)
    const set = (next: number) => {
      fork.other = next
    }
    return { start, ends: [...piece.ends, set] }
  }

  #add(state: State): number {
    if (this.#states.length >= kStatesMax) throw new PatternFault('it is too large')
    this.#states.push(state)
    return this.#states.length - 1
  }
}

const kBackspace = 8
const kPlaces: Readonly<Record<string, Place>> = {
  b: 'edge',
  B: 'noEdge',
  A: 'start',
  z: 'finish',
  Z: 'finish',
}
const kControls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11 }
const isDigit: Test = (code) => code >= 48 && code <= 57
const isWord: Test = (code) =>
  isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
const isSpace: Test = (code) => /\s/.test(String.fromCharCode(code))
const kNamed: Readonly<Record<string, Test>> = {
  d: isDigit,
  D: (code) => !isDigit(code),
  w: isWord,
  W: (code) => !isWord(code),
  s: isSpace,
  S: (code) => !isSpace(code),
}

/** All ways at once: each character is looked at once by each state. The last state is where it begins. */
function run(states: readonly State[], text: string): boolean {
  const first = states.length - 1
  let current = new Set<number>()
  for (let at = 0; at <= text.length; at++) {
    if (reach(states, first, at, text, current)) return true
    if (at === text.length) return false
    const code = text.charCodeAt(at)
    const following = new Set<number>()
    for (const index of current) {
      const state = states[index]
      if (state.kind !== 'take' || !state.test(code)) continue
      if (reach(states, state.next, at + 1, text, following)) return true
    }
    current = following
  }
  return false
}

/** Adds what can be reached without a character. @returns true when that is the end. */
function reach(
  states: readonly State[],
  from: number,
  at: number,
  text: string,
  into: Set<number>,
): boolean {
  const waiting = [from]
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    if (into.has(index)) continue
    into.add(index)
    const state = states[index]
    if (state.kind === 'end') return true
    if (state.kind === 'fork') waiting.push(state.other, state.next)
    else if (state.kind !== 'take' && isAt(state.kind, at, text)) waiting.push(state.next)
  }
  return false
}

function isAt(place: Place, at: number, text: string): boolean {
  if (place === 'start') return at === 0
  if (place === 'finish') return at === text.length
  // Outside of the text there is no word: charCodeAt gives NaN there.
  const isEdge = isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at))
  return isEdge === (place === 'edge')
}
