// Who may call a node: rpcValidations (version 1) and rpcVerify2 (version 2) of its description, compiled once.
//
// What is malformed refuses every call: a rule that nobody understands was not meant as an open door.

import { kSersErrors, type SsError } from '../wire/sers/answers.js'
import { membersOf, numberOf, type RpcData } from '../wire/sers/rpc-data.js'
import { kRegexTextMax, linearRegex } from './linear-regex.js'

type Members = Readonly<Record<string, unknown>>
type Refuses = (data: RpcData) => SsError | null

/** The compiled rules of a node; `refuses` is null where it has none. */
export type Rules = { readonly refuses: Refuses | null; readonly fault: string | null }

/** An evaluated expression: any JSON value. */
type Evaluate = (data: unknown) => unknown

const kDepthMax = 32
const kNodesMax = 1_000
const kPathPartsMax = 32

class RuleFault extends Error {}

/** What a rule would have to look at is too much: the call is refused, for nobody knows what the rest of it says. */
class TooLong extends Error {}

/** @param description apiDesc of a node. */
export function compileRules(description: Members): Rules {
  try {
    const first = compileValidations(description.rpcValidations)
    const second = compileVerify2(description.rpcVerify2)
    if (first === null && second === null) return { refuses: null, fault: null }
    const refuses: Refuses = (data) => {
      try {
        return first?.(data) ?? second?.(data) ?? null
      } catch (error) {
        if (error instanceof TooLong) return kSersErrors.badRequest
        throw error
      }
    }
    return { refuses, fault: null }
  } catch (error) {
    if (!(error instanceof RuleFault)) throw error
    return { refuses: () => kSersErrors.notAllowed, fault: error.message }
  }
}

// ---- version 1

function compileValidations(said: unknown): Refuses | null {
  if (said === undefined || said === null) return null
  if (!Array.isArray(said)) throw new RuleFault('rpcValidations is no array')
  if (said.length > kNodesMax) throw new RuleFault('rpcValidations has too many rules')
  if (said.length === 0) return null
  const checks = said.map((item: unknown) => compileValidation(membersOf(item)))
  return (data) => {
    for (const check of checks) {
      const error = check(data)
      if (error !== null) return error
    }
    return null
  }
}

function compileValidation(rule: Members | undefined): Refuses {
  const valid = membersOf(rule?.ssValid)
  if (rule === undefined || valid === undefined || typeof rule.path !== 'string') {
    throw new RuleFault('a validation wants path and ssValid')
  }
  const select = compilePath(rule.path)
  const passes = compileValid(valid)
  const error = errorOf(rule.ssError)
  return (data) => {
    const value = select(data)
    if (value === undefined || value === null) return valid.type === 'Required' ? error : null
    return passes(value) ? null : error
  }
}

function compileValid(valid: Members): (value: unknown) => boolean {
  const { type, value: wanted, min, max } = valid
  switch (type) {
    case 'Equal':
      return (value) => isSameText(value, wanted)
    case 'NotEqual':
      return (value) => !isSameText(value, wanted)
    case 'Regex':
      return regexOf(wanted)
    case 'Required':
    case 'Null':
      return () => true // what is missing was judged already, and the original's Null passes everything
    case 'Scope': {
      const low = boundOf(min, Number.NEGATIVE_INFINITY)
      const high = boundOf(max, Number.POSITIVE_INFINITY)
      return (value) => {
        const number = numberOf(value)
        return number !== null && number >= low && number <= high
      }
    }
    default:
      throw new RuleFault(`validation type ${String(type)} is not known`)
  }
}

// ---- version 2

function compileVerify2(said: unknown): Refuses | null {
  if (said === undefined || said === null) return null
  const rule = membersOf(said)
  if (rule === undefined) throw new RuleFault('rpcVerify2 is no object')
  if (Object.keys(rule).length === 0) return null
  const evaluate = new ExpressionCompiler().compile(rule, 0)
  return (data) => {
    const error = membersOf(evaluate(data))
    return error === undefined ? null : errorOf(error)
  }
}

/** Members that say how an expression is evaluated, and are no part of the object that `_` gives. */
const kOwnMembers = new Set(['type', 'path', 'resultWhenNull', 'resultWhenTrue', 'resultWhenFalse'])

/** What an expression is about: all data of a call at first, and within an expression what its `path` has selected. */
class ExpressionCompiler {
  #nodeCount = 0

  compile(said: unknown, depth: number): Evaluate {
    if (depth > kDepthMax) throw new RuleFault(`a rule is deeper than ${kDepthMax}`)
    if (++this.#nodeCount > kNodesMax) throw new RuleFault(`a rule has over ${kNodesMax} parts`)
    const rule = membersOf(said)
    if (rule === undefined) return () => said
    const evaluate = this.#inner(rule, depth + 1)
    if (typeof rule.path !== 'string' || rule.path === '') return evaluate
    const select = compilePath(rule.path)
    return (current) => evaluate(select(current))
  }

  #inner(rule: Members, depth: number): Evaluate {
    const outcome = (test: (current: unknown) => boolean | null) => this.#outcome(rule, depth, test)
    switch (rule.type) {
      case 'Value': {
        const { value: constant } = rule
        return () => constant
      }
      case 'Cur':
        return itself
      case 'SsExp':
        return this.compile(rule.value, depth)
      case '_': {
        const entries = Object.entries(rule).filter(([name]) => !kOwnMembers.has(name))
        const object = Object.fromEntries(entries)
        return () => object
      }
      case 'Switch':
        return this.#switch(rule, depth)
      case 'If':
        return outcome(this.#condition(rule.condition, depth))
      case 'And':
        return outcome(this.#all(rule, depth, 'and'))
      case 'Or':
        return outcome(this.#all(rule, depth, 'or'))
      case 'Not': {
        const inner = this.#valueOrItself(rule, depth)
        return outcome((current) => !isTrue(inner(current)))
      }
      case 'NotNull': {
        const inner = this.#valueOrItself(rule, depth)
        return outcome((current) => !isNull(inner(current)))
      }
      case 'Regex': {
        const matches = regexOf(constantOf(rule.value))
        return outcome((current) => nullOr(current, matches))
      }
      default:
        return outcome(this.#comparison(rule, depth))
    }
  }

  #valueOrItself(rule: Members, depth: number): Evaluate {
    return rule.value === undefined ? itself : this.compile(rule.value, depth)
  }

  #switch(rule: Members, depth: number): Evaluate {
    const { body } = rule
    if (!Array.isArray(body)) throw new RuleFault('Switch wants a body')
    const cases = body.map((item: unknown) => {
      const one = membersOf(item)
      if (one === undefined || !('condition' in one))
        throw new RuleFault('a case wants a condition')
      return { meets: this.#condition(one.condition, depth), value: this.compile(one.value, depth) }
    })
    const fallback = this.compile(rule.default, depth)
    return (current) =>
      (cases.find(({ meets }) => meets(current) === true)?.value ?? fallback)(current)
  }

  #condition(said: unknown, depth: number): (current: unknown) => boolean {
    if (said === undefined) throw new RuleFault('a condition is missing')
    const inner = this.compile(said, depth)
    return (current) => isTrue(inner(current))
  }

  #all(rule: Members, depth: number, kind: 'and' | 'or'): (current: unknown) => boolean {
    const list = rule.value ?? rule.body
    if (!Array.isArray(list)) throw new RuleFault(`${String(rule.type)} wants an array`)
    const parts = list.map((item: unknown) => this.#condition(item, depth))
    return kind === 'and'
      ? (current) => parts.every((part) => part(current))
      : (current) => parts.some((part) => part(current))
  }

  #comparison(rule: Members, depth: number): (current: unknown) => boolean | null {
    const said = rule.value ?? rule.ssExp
    const { type } = rule
    if (type === 'in' || type === 'not in') {
      const list = this.#listOf(said, depth)
      const saysNull = !isNull(rule.resultWhenNull)
      return (current) => {
        if (isNull(current) && saysNull) return null
        const items = listOf(list(current))
        // What is missing is in no list: who is not named is not let in.
        const isIn = isNull(current)
          ? items.some(isNull)
          : items.some((item) => isSameText(current, item))
        return isIn === (type === 'in')
      }
    }
    const compare = kComparisons[String(type)]
    if (compare === undefined) throw new RuleFault(`type ${String(type)} is not known`)
    if (said === undefined) throw new RuleFault(`${String(type)} wants a value`)
    const other = this.compile(said, depth)
    return (current) => {
      const wanted = other(current)
      return isNull(wanted) || isNull(current) ? null : compare(current, wanted)
    }
  }

  #listOf(said: unknown, depth: number): Evaluate {
    if (said === undefined || said === null) throw new RuleFault('in wants a value')
    return membersOf(said) === undefined ? () => said : this.compile(said, depth)
  }

  /** Replaces a boolean by what the rule says of it, which may be an expression; null stands for an operand that is not there. */
  #outcome(rule: Members, depth: number, test: (current: unknown) => boolean | null): Evaluate {
    const resultOf = (said: unknown, fallback: boolean): Evaluate =>
      isNull(said) ? () => fallback : this.compile(said, depth)
    const whenNull = resultOf(rule.resultWhenNull, false)
    const whenTrue = resultOf(rule.resultWhenTrue, true)
    const whenFalse = resultOf(rule.resultWhenFalse, false)
    return (current) => {
      const result = test(current)
      return (result === null ? whenNull : result ? whenTrue : whenFalse)(current)
    }
  }
}

const kComparisons: Readonly<Record<string, (a: unknown, b: unknown) => boolean | null>> = {
  '==': isSameText,
  '!=': (a, b) => !isSameText(a, b),
  '>': byNumber((a, b) => a > b),
  '>=': byNumber((a, b) => a >= b),
  '<': byNumber((a, b) => a < b),
  '<=': byNumber((a, b) => a <= b),
}

/** What is no number is as good as missing. */
function byNumber(test: (a: number, b: number) => boolean) {
  return (a: unknown, b: unknown): boolean | null => {
    const left = numberOf(a)
    const right = numberOf(b)
    return left === null || right === null ? null : test(left, right)
  }
}

// ---- values

const kPathPart = /\[\s*'([^']*)'\s*\]|\[\s*"([^"]*)"\s*\]|([^.[\]]+)/g

/** `a.b[2]['c']` from the data of a call, also with `$.` before it. */
function compilePath(path: string): Evaluate {
  const parts = [...path.replace(/^\$\.?/, '').matchAll(kPathPart)].map(
    ([, quoted, doubled, plain]) => quoted ?? doubled ?? plain,
  )
  if (parts.length > kPathPartsMax) throw new RuleFault(`path ${path.slice(0, 80)} is too long`)
  return (data) => {
    let value: unknown = data
    for (const part of parts) {
      if (Array.isArray(value)) value = value[Number(part)]
      else {
        const members = membersOf(value)
        value = members !== undefined && Object.hasOwn(members, part) ? members[part] : undefined
      }
    }
    return value
  }
}

function nullOr(value: unknown, test: (value: unknown) => boolean): boolean | null {
  return isNull(value) ? null : test(value)
}

function isNull(value: unknown): boolean {
  return value === undefined || value === null
}

/** As the original takes them: whatever is there is true, unless it says that it is false. */
function isTrue(value: unknown): boolean {
  return !isNull(value) && value !== false && value !== 'false' && value !== 'False'
}

function itself(current: unknown): unknown {
  return current
}

/** A literal, also where it is said as an expression. */
function constantOf(said: unknown): unknown {
  const members = membersOf(said)
  return members?.type === 'Value' ? members.value : said
}

/** The gateway of C# says Outside, everybody else OutSide: rules mean both. */
function isSameText(a: unknown, b: unknown): boolean {
  return plainText(a) === plainText(b)
}

function plainText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text === 'Outside' ? 'OutSide' : text
}

/** A list is an array, or words between commas. */
function listOf(said: unknown): readonly unknown[] {
  if (Array.isArray(said)) return said
  return typeof said === 'string' ? said.split(',').map((word) => word.trim()) : [said]
}

function regexOf(pattern: unknown): (value: unknown) => boolean {
  if (typeof pattern !== 'string') throw new RuleFault('Regex wants a text')
  const test = linearRegex(pattern)
  if (typeof test === 'string') throw new RuleFault(test)
  return (value) => {
    const text = plainText(value)
    if (text.length > kRegexTextMax) throw new TooLong()
    return test(text)
  }
}

function boundOf(said: unknown, fallback: number): number {
  if (said === undefined || said === null) return fallback
  const bound = Number(said)
  if (Number.isNaN(bound)) throw new RuleFault(`${plainText(said)} is no number`)
  return bound
}

/** The error that a rule names; one without a code is told as it is. */
export function errorOf(said: unknown): SsError {
  const members = membersOf(said)
  if (members === undefined) return kSersErrors.notAllowed
  const { errorCode, errorMessage, errorTag, errorDetail } = members
  const code = numberOf(errorCode)
  return {
    ...(code === null ? {} : { errorCode: Math.trunc(code) }),
    ...(typeof errorMessage === 'string' ? { errorMessage } : {}),
    ...(typeof errorTag === 'string' ? { errorTag } : {}),
    ...(errorDetail === undefined || errorDetail === null ? {} : { errorDetail }),
  }
}
