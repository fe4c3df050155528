// Where things are in a checkout, and the environment our build tools need. Imports only `node:`
// modules, because it runs before anything is installed.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json. */
export const kRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Absolute path of something inside the checkout. */
export function inRoot(...parts) {
  return join(kRoot, ...parts)
}

/** The program a package installed by `npm ci` offers, started by this very Node: no npx, no PATH. */
export function nodeTool(path) {
  return [process.execPath, inRoot('node_modules', path)]
}

/**
 * The environment for node-gyp and cmake-js. Without `npm_config_nodedir` both download Node's headers,
 * although most installations carry them beside the binary.
 */
export function buildEnvironment() {
  const prefix = dirname(dirname(process.execPath))
  const hasHeaders = existsSync(join(prefix, 'include', 'node', 'node.h'))
  if (!hasHeaders || process.env.npm_config_nodedir) return process.env
  return { ...process.env, npm_config_nodedir: prefix }
}
