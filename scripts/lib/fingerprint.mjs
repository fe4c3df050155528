// Tells whether an output is still the output of its sources: a hash over names and contents. Times are
// not used: a `git checkout` of an older file gives it a new time, and a copied tree gives all one time.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { kRoot } from './places.mjs'

/**
 * All files below some files and folders of the checkout, sorted, as paths from its root with forward slashes.
 *
 * @param places files or folders, from the root; one that does not exist holds nothing.
 * @param accept tells by its path whether a file counts.
 */
export function filesBelow(places, accept = () => true) {
  const found = []
  for (const place of places) {
    const path = join(kRoot, place)
    if (!existsSync(path)) continue
    if (statSync(path).isFile()) found.push(place)
    else found.push(...filesOfFolder(path))
  }
  return found.filter(accept).sort()
}

function filesOfFolder(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(kRoot, join(entry.parentPath ?? entry.path, entry.name)))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.includes('node_modules/'))
}

/** Hash over the names and contents of files, and over other words that change the outcome. */
export function fingerprint(files, ...words) {
  const hash = createHash('sha256')
  for (const word of words) hash.update(`${word}\n`)
  for (const file of files) {
    const body = readFileSync(join(kRoot, file))
    hash.update(`${file} ${body.length}\n`)
    hash.update(body)
  }
  return hash.digest('hex')
}

/** The stamp written by the last good build, or undefined where there is none or it cannot be read as one. */
export function readStamp(path) {
  if (!existsSync(path)) return undefined
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined // cut short by a killed build: build again
    throw error
  }
}

/** Writes a stamp. Call after the output is complete, so that a build that dies leaves none. */
export function writeStamp(path, stamp) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(stamp, undefined, 2)}\n`)
}
