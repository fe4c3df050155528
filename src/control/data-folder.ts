// The folder in which a center keeps what people made. It says which form its files have, so that no center reads, or
// writes over, what it does not know.

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { centerError } from '../base/errors.js'

/** Counts up when a file of the folder changes so that an older center would misread it. */
export const kDataVersion = 1

const kFileName = 'version'
const kVersionRule = /^[0-9]{1,9}\n?$/

/**
 * Makes the folder where it is missing, for this user alone, and checks its version. A folder without one is given it: it is
 * new, or of the first version, which wrote none.
 *
 * @throws CenterError ERR_BAD_ARGUMENT when it cannot be made or has another version; nothing in it is touched then.
 */
export function openDataFolder(path: string): void {
  const refuse = (rule: string) =>
    centerError('ERR_BAD_ARGUMENT', { name: 'dataDir', value: path, rule })
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    chmodSync(path, 0o700)
  } catch (error) {
    throw refuse(`it must be a folder that can be made: ${String(error)}`)
  }
  const found = versionIn(path)
  if (found === String(kDataVersion)) return
  throw refuse(
    `its files have version ${found}, this signalbox knows ${kDataVersion}; use the version that wrote them, or another folder`,
  )
}

function versionIn(path: string): string {
  const file = join(path, kFileName)
  try {
    writeFileSync(file, `${kDataVersion}\n`, { flag: 'wx', mode: 0o600 })
    return String(kDataVersion)
  } catch (error) {
    if (!(error instanceof Error && Reflect.get(error, 'code') === 'EEXIST')) throw error
  }
  const text = readFileSync(file, 'utf8')
  return kVersionRule.test(text) ? text.trim() : JSON.stringify(text.slice(0, 20))
}
