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
  {
    name: 'lease-not-renewed',
    wrong: 'what comes from a remote station is no sign of life',
    file: 'dist/src/transport/stream-link.js',
    find: 'this.#silentChecks = 0;',
    replace: '',
    suite: 'dist/test/sim/seeds.test.js',
    finder: 'no rule is broken',
  },
  {
    name: 'pending-slot-not-freed',
    wrong: 'the slot of a call that is over stays in use',
    file: 'dist/src/data/reply-path.js',
    find: 'pending.free(slot);',
    replace: '',
    suite: 'dist/test/sim/seeds.test.js',
    finder: 'no rule is broken',
  },
  {
    name: 'limit-counted-twice',
    wrong: 'a call takes two of what a limit leaves',
    file: 'dist/src/data/admission.js',
    find: 'left, left - 1)',
    replace: 'left, Math.max(1, left - 2))',
    suite: 'dist/test/sim/seeds.test.js',
    finder: 'no rule is broken',
  },
  {
    name: 'limit-not-counted',
    wrong: 'a call takes nothing of what a limit leaves',
    file: 'dist/src/data/admission.js',
    find: 'left, left - 1)',
    replace: 'left, left)',
    suite: 'dist/test/sim/seeds.test.js',
    finder: 'no rule is broken',
  },
  {
    name: 'deadline-ignored-at-retry',
    wrong: 'a call that is tried again has all of its time again',
    file: 'dist/src/data/call-ends.js',
    find: 'path, tries, begin, retained',
    replace: 'path, tries, 0, retained',
    suite: 'dist/test/sim/seeds.test.js',
    finder: 'no rule is broken',
  },
  {
    name: 'paused-endpoint-picked',
    wrong: 'a paused station stays among those that may be picked',
    file: 'dist/src/control/route-publisher.js',
    find: "station.state === 'up'",
    replace: "station.state !== 'draining'",
    suite: 'dist/test/sim/seeds.test.js',
    finder: 'no rule is broken',
  },
  {
    name: 'call-done-twice',
    wrong: 'a call that may be made once only is tried again when its station dies',
    file: 'dist/src/data/route-table.js',
    find: 'entry.isIdempotent = state.isIdempotent;',
    replace: 'entry.isIdempotent = true;',
    suite: 'dist/test/sim/seeds.test.js',
    finder: 'no rule is broken',
  },
  {
    name: 'late-reply-taken',
    wrong: 'a caller takes a late reply for that of the next call in the slot',
    file: 'dist/src/station/out-calls.js',
    find: 'call.generation === generation',
    replace: 'call.generation !== 0',
    suite: 'dist/test/sim/seeds.test.js',
    finder: 'no rule is broken',
  },
  {
    name: 'cut-body-forgotten',
    wrong: 'a reply in parts that is cut off leaves its call waiting',
    file: 'dist/src/station/caller.js',
    find: 'tell(reject, errorOf(part, flags, route), mark);',
    replace: '',
    suite: 'dist/test/unit/station/caller.test.js',
    finder: 'ends with an error rejects its call',
  },
  {
    name: 'rejoin-given-up',
    wrong: 'a station that found no center once does not try again',
    file: 'dist/src/station/station.js',
    find: 'this.#rejoin(tries + 1);',
    replace: '',
    suite: 'dist/test/sim/seeds.test.js',
    finder: 'no rule is broken',
  },
  {
    name: 'name-after-call',
    wrong: 'a station is not told who makes a call that waited for room',
    file: 'dist/src/data/request-path.js',
    find: 'continue;\n            this.#introduce(station, caller);\n            const { words, bytes } = frameMemory',
    replace: 'continue;\n            const { words, bytes } = frameMemory',
    suite: 'dist/test/e2e/hostile/late-names.test.js',
    finder: 'no request comes before',
  },
]
