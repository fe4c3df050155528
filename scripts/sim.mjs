// `npm run sim [-- COUNT]`: builds what is stale, then runs the simulation, from the seed SIGNALBOX_SEED on.
import { ensureOrExit } from './ensure.mjs'
import { inRoot } from './lib/places.mjs'
import { become } from './lib/process.mjs'

ensureOrExit()
become([process.execPath, inRoot('dist', 'test', 'sim', 'main.js'), ...process.argv.slice(2)])
