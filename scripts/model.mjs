// `npm run model [-- CALLS]`: builds what is stale, then takes lanes through every order of steps.
import { ensureOrExit } from './ensure.mjs'
import { inRoot } from './lib/places.mjs'
import { become } from './lib/process.mjs'

ensureOrExit()
become([process.execPath, inRoot('dist', 'test', 'model', 'main.js'), ...process.argv.slice(2)])
