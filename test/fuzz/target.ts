// What a fuzz target is: a module with a function `fuzz`, as jazzer.js wants it, that throws where a rule is broken. What a
// parser refuses in the ways that it promises is caught by the target.

import { CenterError, type ErrorCode } from '../../src/base/errors.js'

export type FuzzTarget = {
  readonly fuzz: (data: Buffer) => void | Promise<void>
  /** Words that inputs of this target are made of; the runner puts them in. */
  readonly words?: readonly string[]
}

/**
 * Runs a parser on bytes that it may refuse.
 *
 * @param codes of the refusals that it promises; any other error is thrown on.
 * @returns what it gave, or undefined where it refused.
 */
export function accepted<Value>(parse: () => Value, ...codes: ErrorCode[]): Value | undefined {
  try {
    return parse()
  } catch (error) {
    if (error instanceof CenterError && codes.some((code) => code === error.code)) return undefined
    throw error
  }
}
