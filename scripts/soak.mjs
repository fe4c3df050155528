// `npm run soak -- CASE [--minutes N]`: builds what is stale, then runs a suite that takes long: kill, hostile, mixed.
import { ensureOrExit } from './ensure.mjs'
import { inRoot } from './lib/places.mjs'
import { become } from './lib/process.mjs'

ensureOrExit()
become([process.execPath, inRoot('dist', 'test', 'soak', 'main.js'), ...process.argv.slice(2)])
