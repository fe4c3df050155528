// Who may call a node: rpcValidations (version 1) and rpcVerify2 (version 2) of its description, compiled once.
//
// What is malformed refuses every call: a rule that nobody understands was not meant as an open door.

import { kSersErrors, type SsError } from '../wire/sers/answers.js'
import { membersOf, type RpcData } from '../wire/sers/rpc-data.js'
import { linearRegex } from './linear-regex.js'

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

/** @param description apiDesc of a node. */
export function compileRules(description: Members): Rules {
  try {
    const first = compileValidations(description.rpcValidations)
    const second = compileVerify2(description.rpcVerify2)
    if (first === null && second === null) return { refuses: null, fault: null }
    const refuses: Refuses = (data) => first?.(data) ?? second?.(data) ?? null
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
      return (value) => value !== ''
    case 'Scope': {
      const low = boundOf(min, Number.NEGATIVE_INFINITY)
      const high = boundOf(max, Number.POSITIVE_INFINITY)
      return (value) => Number(value) >= low && Number(value) <= high
    }
    case 'Null':
      return () => false // a value that is there is not null
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

class ExpressionCompiler {
  #nodeCount = 0

  compile(said: unknown, depth: number): Evaluate {
    if (depth > kDepthMax) throw new RuleFault(`a rule is deeper than ${kDepthMax}`)
    if (++this.#nodeCount > kNodesMax) throw new RuleFault(`a rule has over ${kNodesMax} parts`)
    const rule = membersOf(said)
    if (rule === undefined) return () => said
    const select = typeof rule.path === 'string' ? compilePath(rule.path) : null
    const inner = this.#inner(rule, depth + 1, select ?? ((data) => data))
    return inner
  }

  #inner(rule: Members, depth: number, select: Evaluate): Evaluate {
    const value = () => this.compile(rule.value, depth)
    switch (rule.type) {
      case 'Value': {
        const { value: constant } = rule
        return () => constant
      }
      case 'Cur':
        return select
      case 'SsExp':
        return value()
      case '_': {
        const entries = Object.entries(rule).filter(([name]) => !kOwnMembers.has(name))
        const object = Object.fromEntries(entries)
        return () => object
      }
      case 'Switch':
        return this.#switch(rule, depth)
      case 'If':
        return outcome(rule, this.#condition(rule.condition, depth))
      case 'And':
        return outcome(rule, this.#all(rule, depth, 'and'))
      case 'Or':
        return outcome(rule, this.#all(rule, depth, 'or'))
      case 'Not': {
        const inner = value()
        return outcome(rule, (data) => !isTrue(inner(data)))
      }
      case 'NotNull':
        return outcome(rule, (data) => !isNull(select(data)))
      case 'Regex': {
        const matches = regexOf(rule.value)
        return outcome(rule, (data) => nullOr(select(data), matches))
      }
      default:
        return this.#comparison(rule, depth, select)
    }
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
    return (data) => (cases.find(({ meets }) => meets(data) === true)?.value ?? fallback)(data)
  }

  #condition(said: unknown, depth: number): (data: unknown) => boolean {
    if (said === undefined) throw new RuleFault('a condition is missing')
    const inner = this.compile(said, depth)
    return (data) => isTrue(inner(data))
  }

  #all(rule: Members, depth: number, kind: 'and' | 'or'): (data: unknown) => boolean {
    const list = rule.value ?? rule.body
    if (!Array.isArray(list)) throw new RuleFault(`${String(rule.type)} wants an array`)
    const parts = list.map((item: unknown) => this.#condition(item, depth))
    return kind === 'and'
      ? (data) => parts.every((part) => part(data))
      : (data) => parts.some((part) => part(data))
  }

  #comparison(rule: Members, depth: number, select: Evaluate): Evaluate {
    const said = rule.value ?? rule.ssExp
    const { type } = rule
    if (type === 'in' || type === 'not in') {
      const list = this.#listOf(said, depth)
      return outcome(rule, (data) =>
        nullOr(select(data), (value) => {
          const isIn = listOf(list(data)).some((item) => isSameText(value, item))
          return isIn === (type === 'in')
        }),
      )
    }
    const compare = kComparisons[String(type)]
    if (compare === undefined) throw new RuleFault(`type ${String(type)} is not known`)
    if (said === undefined) throw new RuleFault(`${String(type)} wants a value`)
    const other = this.compile(said, depth)
    return outcome(rule, (data) => {
      const wanted = other(data)
      return isNull(wanted) ? null : nullOr(select(data), (value) => compare(value, wanted))
    })
  }

  #listOf(said: unknown, depth: number): Evaluate {
    if (said === undefined || said === null) throw new RuleFault('in wants a value')
    return membersOf(said) === undefined ? () => said : this.compile(said, depth)
  }
}

const kComparisons: Readonly<Record<string, (a: unknown, b: unknown) => boolean>> = {
  '==': isSameText,
  '!=': (a, b) => !isSameText(a, b),
  '>': (a, b) => Number(a) > Number(b),
  '>=': (a, b) => Number(a) >= Number(b),
  '<': (a, b) => Number(a) < Number(b),
  '<=': (a, b) => Number(a) <= Number(b),
}

/** Replaces a boolean by what the rule says of it; null stands for an operand that is not there. */
function outcome(rule: Members, test: (data: unknown) => boolean | null): Evaluate {
  const { resultWhenNull = false, resultWhenTrue = true, resultWhenFalse = false } = rule
  return (data) => {
    const result = test(data)
    return result === null ? resultWhenNull : result ? resultWhenTrue : resultWhenFalse
  }
}

// ---- values

/** `a.b[2].c` from the data of a call. */
function compilePath(path: string): Evaluate {
  const parts = path.split(/[.[\]]+/).filter((part) => part !== '')
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

function isTrue(value: unknown): boolean {
  return value === true || value === 'true'
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
  return (value) => test(plainText(value))
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
  return {
    ...(typeof errorCode === 'number' ? { errorCode } : {}),
    ...(typeof errorMessage === 'string' ? { errorMessage } : {}),
    ...(typeof errorTag === 'string' ? { errorTag } : {}),
    ...(errorDetail === undefined || errorDetail === null ? {} : { errorDetail }),
  }
}
