// Planted bugs of the TypeScript part, and the test that finds each one. To add one: name its place in the compiled file,
// and the test file that must fail, with the title of a test in it that must.

import type { Plant } from './plant.js'

export type ScriptPlant = Plant & {
  /** The test file that must find it, from the root, compiled. */
  readonly suite: string
  /** Stands in the title of a test of it that must fail. */
  readonly finder: string
}

export const kScriptPlants: readonly ScriptPlant[] = [
  {
    name: 'generation-not-compared',
    wrong: 'a reply finds the call that has the slot now, not the one that it answers',
    file: 'dist/src/data/pending-calls.js',
    find: 'this.generation[slot] === generation',
    replace: 'this.generation[slot] !== undefined',
    suite: 'dist/test/unit/data/pending-calls.test.js',
    finder: 'found by slot and generation until it is freed',
  },
]
