// The suites are tested too: with each planted bug, the suite that should find it does.

import test from 'ava'
import { planted, plantedFile } from './plant.js'
import { failedTitles, runPlantedSuite } from './run-planted.js'
import { kScriptPlants } from './script-plants.js'

for (const plant of kScriptPlants) {
  test.serial(`${plant.name} is found by ${plant.suite}: ${plant.wrong}`, async (t) => {
    t.timeout(600_000) // a suite of processes of its own
    plantedFile(plant) // throws when its place is gone
    const { code, output } = await runPlantedSuite(plant)
    const failed = failedTitles(output)
    t.not(code, 0, output)
    t.true(
      failed.some((title) => title.includes(plant.finder)),
      `failed: ${failed.join('; ')}\n${output}`,
    )
  })
}

test('a plant whose place is gone, or stands there twice, is refused', (t) => {
  const plant = { name: 'p', wrong: '', file: 'f', find: 'a === b', replace: 'true' }
  t.is(planted(plant, 'if (a === b) return'), 'if (true) return')
  t.throws(() => planted(plant, 'if (a == b) return'), { message: /0 times in f/ })
  t.throws(() => planted(plant, 'a === b; a === b'), { message: /2 times in f/ })
})

test('names of plants are given once', (t) => {
  const names = kScriptPlants.map(({ name }) => name)
  t.is(new Set(names).size, names.length)
})
