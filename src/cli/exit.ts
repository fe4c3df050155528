// Exit codes, and the errors that carry one to the end of a command.

import { CenterError } from '../base/errors.js'

export const kExitOk = 0
/** The call, or the center's start, failed. */
export const kExitFailed = 1
/** The command line itself is wrong; nothing was done. */
export const kExitUsage = 2
/** No center answered. */
export const kExitNoCenter = 3

/** The end of every help text. */
export const kExitCodesHelp = `
Exit codes:
  0  done
  1  the call failed, or the center could not start; the reason is on stderr as "CODE: text"
  2  the command line is wrong; nothing was done
  3  no center answers at the address`

/** A failure with the exit code and the text that the user gets. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: number

  constructor(exitCode: number, text: string) {
    super(text)
    this.exitCode = exitCode
  }
}

/** The user asked for something that cannot be. */
export function usageError(text: string): CliError {
  return new CliError(kExitUsage, `error: ${text}`)
}

/**
 * The failure of a call or of an operation, as `CODE: text`, with its details on a second line.
 *
 * @param thrown a CenterError, or an error of the system with a code of its own (`EADDRINUSE`).
 */
export function failureOf(thrown: unknown, exitCode = kExitFailed): CliError {
  if (thrown instanceof CliError) return thrown
  if (thrown instanceof CenterError) {
    const details = thrown.details === undefined ? '' : `\n${JSON.stringify(thrown.details)}`
    return new CliError(exitCode, `${thrown.code}: ${thrown.message}${details}`)
  }
  if (!(thrown instanceof Error)) return new CliError(exitCode, `ERR_UNKNOWN: ${String(thrown)}`)
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name
  return new CliError(exitCode, `${code}: ${thrown.message}`)
}
