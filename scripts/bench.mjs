// `npm run -s bench -- CASE [--json]`: builds what is stale, then measures. stdout holds the figures alone.
import { ensureOrExit } from './ensure.mjs'
import { inRoot } from './lib/places.mjs'
import { become } from './lib/process.mjs'

ensureOrExit()
become([process.execPath, inRoot('dist', 'bench', 'main.js'), ...process.argv.slice(2)])
