// Makes one module of the product wrong in this process: `node --import …/register.js` with SIGNALBOX_PLANT=name. The name
// of a plant that is unknown, or whose place is gone, ends the process.

import { register } from 'node:module'
import { kPlantVariable } from './plant.js'
import { kScriptPlants } from './script-plants.js'

const name = process.env[kPlantVariable]
const plant = kScriptPlants.find((each) => each.name === name)
if (plant === undefined) {
  throw new Error(
    `${kPlantVariable}=${name ?? ''} is no plant; there are ${kScriptPlants.map((each) => each.name).join(', ')}`,
  )
}
register('./loader.js', import.meta.url, { data: plant })
