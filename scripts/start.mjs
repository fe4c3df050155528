// `npm start`: builds what is stale, then runs the center with the example stations.
import { ensureOrExit } from './ensure.mjs'
import { inRoot } from './lib/places.mjs'
import { become } from './lib/process.mjs'

ensureOrExit()
become([
  process.execPath,
  inRoot('dist', 'examples', 'places', 'start.js'),
  ...process.argv.slice(2),
])
