// Before `npm pack`: dist/ and the addon are up to date, and the addon's binary goes along, because npm no longer
// runs a dependency's install script unless its user allows it.
import { copyFileSync, mkdirSync } from 'node:fs'
import { ensureOrExit } from './ensure.mjs'
import { inRoot } from './lib/places.mjs'
import { run } from './lib/process.mjs'

ensureOrExit()
const folder = inRoot('prebuilds', `${process.platform}-${process.arch}`)
const addon = `${folder}/signalbox_native.node`
mkdirSync(folder, { recursive: true })
copyFileSync(inRoot('build', 'Release', 'signalbox_native.node'), addon)
// Smaller, no more: a binary with its symbols works as well, so a missing strip is no reason to stop.
if (process.platform === 'linux') run(['strip', '--strip-unneeded', addon])
