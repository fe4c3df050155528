// Flags that several commands share, and how their values are read.

import { readFile } from 'node:fs/promises'
import { InvalidArgumentError, Option } from 'commander'
import { usageError } from './exit.js'

/** A flag with its environment variable `SIGNALBOX_<FLAG>`; the flag wins. */
export function flag(flags: string, description: string): Option {
  const option = new Option(flags, description)
  return option.env(`SIGNALBOX_${option.name().replaceAll('-', '_').toUpperCase()}`)
}

/** A flag with a text that is not empty. */
export function textFlag(flags: string, description: string): Option {
  return flag(flags, description).argParser(nonEmpty)
}

/** A flag with a whole number. */
export function wholeFlag(flags: string, description: string, min: number, max: number): Option {
  return flag(flags, description).argParser((text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    throw new InvalidArgumentError(`It must be a whole number, ${min} to ${max}.`)
  })
}

/** How a listing is printed: a table for people, JSON for programs. */
export const outputFlag = (): Option =>
  new Option('-o, --output <format>', 'how to print')
    .choices(['table', 'json'])
    .default('table')
    .env('SIGNALBOX_OUTPUT')

export const centerFlag = (): Option =>
  textFlag(
    '--center <address>',
    'signalbox:NAME, path of a pipe, tcp://host:port or tls://host:port (default: signalbox:default)',
  )

export const tokenFileFlag = (): Option =>
  textFlag('--token-file <file>', "file that holds the center's token")

/**
 * Reads a token.
 *
 * @returns the file's text without the space around it; undefined where no file is named.
 * @throws CliError of usage when the file cannot be read or holds nothing.
 */
export async function readToken(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined
  const token = (await readNamedFile(file, '--token-file')).trim()
  if (token === '') throw usageError(`--token-file ${file} is empty`)
  return token
}

/** Reads a file that the user named; that it cannot be read is an error of usage. */
export async function readNamedFile(file: string, name: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw usageError(`${name}: ${reason}`)
  }
}

function nonEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.')
  return text
}
