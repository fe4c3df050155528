// Node's module hooks of a process that runs with a plant; see register.ts. They run in a thread of their own.

import type { InitializeHook, LoadHook } from 'node:module'
import { pathToFileURL } from 'node:url'
import { kRoot, type Plant, planted } from './plant.js'

let plant: Plant | null = null
let plantedUrl = ''

export const initialize: InitializeHook<Plant> = (chosen) => {
  plant = chosen
  plantedUrl = pathToFileURL(`${kRoot}${chosen.file}`).href
}

export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context)
  // A query tells two copies of a module apart; both are made wrong.
  if (plant === null || url.split('?')[0] !== plantedUrl) return loaded
  if (loaded.source === undefined || loaded.source === null)
    throw new Error(`plant ${plant.name}: ${plant.file} has no source to be made wrong`)
  const text =
    typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source)
  return { ...loaded, source: planted(plant, text) }
}
