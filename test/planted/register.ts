// Makes one module of the product wrong in this process: `node --import …/register.js` with SIGNALBOX_PLANT=name. The name
// of a plant that is unknown, or whose place is gone, ends the process.

import { register } from 'node:module'
import { kFuzzPlants } from './fuzz-plants.js'
import { kPlantVariable, type Plant } from './plant.js'
import { kScriptPlants } from './script-plants.js'

const name = process.env[kPlantVariable]
const plants: readonly Plant[] = [...kScriptPlants, ...kFuzzPlants]
const plant = plants.find((each) => each.name === name)
if (plant === undefined) {
  throw new Error(
    `${kPlantVariable}=${name ?? ''} is no plant; there are ${plants.map((each) => each.name).join(', ')}`,
  )
}
register('./loader.js', import.meta.url, { data: plant })
