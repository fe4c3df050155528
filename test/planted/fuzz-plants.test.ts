// The fuzz targets are tested too: with each planted bug, the target that should find it does, in a part of the time that
// it has in CI's long form.

import { fileURLToPath } from 'node:url'
import test from 'ava'
import { kFuzzPlants } from './fuzz-plants.js'
import { plantedFile } from './plant.js'
import { runPlantedProgram } from './run-planted.js'

const kMain = fileURLToPath(new URL('../fuzz/main.js', import.meta.url))
/** Most of a target's 60 s; it ends with the first input that breaks a rule. */
const kMs = '20000'

for (const plant of kFuzzPlants) {
  test.serial(`${plant.name} is found by fuzzing ${plant.target}: ${plant.wrong}`, async (t) => {
    t.timeout(600_000)
    plantedFile(plant) // throws when its place is gone
    const args = [kMain, '--ms', kMs, '--seed', '1', plant.target]
    const { code, output } = await runPlantedProgram(plant, args)
    t.is(code, 1, output)
    t.regex(output, new RegExp(`^not ok - fuzz ${plant.target}`, 'm'))
  })
}
