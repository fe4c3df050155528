// A planted bug: one place of the product that is made wrong on purpose, to see whether the suite that should find it does.
//
// Nothing of it is in the product. The text of one file is changed on its way to the compiler (C++) or to Node (JavaScript
// below dist/), in the processes of one run; no file of the checkout is written.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json; this runs from dist/test/planted. */
export const kRoot = fileURLToPath(new URL('../../../', import.meta.url))

/** Names the plant that a process runs with. */
export const kPlantVariable = 'SIGNALBOX_PLANT'

export type Plant = {
  /** Lower case with dashes. */
  readonly name: string
  /** What is wrong with it, in one sentence. */
  readonly wrong: string
  /** From the root: `native/core/spsc_ring.cc`, or what is compiled, `dist/src/data/pending-calls.js`. */
  readonly file: string
  /** Stands exactly once in the file; of compiled files it is the compiler's text: without types, with semicolons. */
  readonly find: string
  readonly replace: string
}

/**
 * Makes a text wrong.
 *
 * @throws Error when the place is not there exactly once: then the plant is out of date, and a suite that fails would
 * prove nothing.
 */
export function planted(plant: Plant, text: string): string {
  const parts = text.split(plant.find)
  if (parts.length !== 2) {
    throw new Error(
      `plant ${plant.name}: its place is ${parts.length - 1} times in ${plant.file}, not once: ${plant.find}`,
    )
  }
  return parts.join(plant.replace)
}

/** The file of a plant, made wrong. */
export function plantedFile(plant: Plant): string {
  return planted(plant, readFileSync(`${kRoot}${plant.file}`, 'utf8'))
}
