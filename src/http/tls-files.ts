// Certificate and key of an HTTP server, checked before an engine gets them: engines say little about what is wrong.

import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { centerError } from '../base/errors.js'

export type TlsFiles = { readonly certFile: string; readonly keyFile: string }

/** A PKCS #12 file, as .NET and Windows have it. */
export type TlsArchive = { readonly pfxFile: string; readonly passphrase: string }

export type TlsPair = { readonly cert: string; readonly key: string }

/**
 * Reads either kind.
 *
 * @throws CenterError ERR_BAD_ARGUMENT when it cannot be read or used.
 */
export function readTlsFiles(
  files: TlsFiles | TlsArchive,
): TlsPair | { readonly pfx: Buffer; readonly passphrase: string } {
  if (!('pfxFile' in files)) return readTlsPair(files)
  const { pfxFile, passphrase } = files
  try {
    const pfx = readFileSync(pfxFile)
    createSecureContext({ pfx, passphrase })
    return { pfx, passphrase }
  } catch (error) {
    const rule = `it cannot be used: ${textOf(error)}`
    throw centerError('ERR_BAD_ARGUMENT', { name: 'tls.pfxFile', value: pfxFile, rule })
  }
}

/** @throws CenterError ERR_BAD_ARGUMENT when a file cannot be read, is not PEM, or the two do not fit. */
export function readTlsPair(files: TlsFiles): TlsPair {
  const cert = readPem('tls.certFile', files.certFile)
  const key = readPem('tls.keyFile', files.keyFile)
  try {
    createSecureContext({ cert, key })
  } catch (error) {
    const value = `${files.certFile} with ${files.keyFile}`
    throw centerError('ERR_BAD_ARGUMENT', {
      name: 'tls',
      value,
      rule: `they are no pair of PEM files: ${textOf(error)}`,
    })
  }
  return { cert, key }
}

function readPem(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const rule = `it cannot be read: ${textOf(error)}`
    throw centerError('ERR_BAD_ARGUMENT', { name, value: path, rule })
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
