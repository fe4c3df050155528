// `npm run supply-chain [-- SBOM_FILE]`: what comes with signalbox when it is installed. Prints TAP; exit code 1 when a
// check failed. What could not be checked is said by name, as a skipped check, and never counts as passed.
//
// SBOM_FILE gets the bill of materials, CycloneDX in JSON.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { inRoot, kRoot } from './lib/places.mjs'

/** An answer of a registry that takes longer is none. */
const kNpmMsMax = 60_000

function main([sbomFile]) {
  const outcomes = [checkScripts(), checkLicences(), checkAudit(), checkSbom(sbomFile)]
  console.log(`1..${outcomes.length}`)
  process.exitCode = outcomes.includes(false) ? 1 : 0
}

/** @returns isGood. */
function tell(isGood, name, details = []) {
  console.log(`${isGood ? 'ok' : 'not ok'} - ${name}`)
  for (const detail of details) console.log(`# ${detail}`)
  return isGood
}

function skip(name, reason) {
  console.log(`ok - ${name} # SKIP ${reason.replaceAll('\n', ' ')}`)
  return null
}

/** Packages that a user gets, as the lock file names them: neither for development nor for other machines alone. */
function productionPackages() {
  const { packages } = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8'))
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && !entry.dev)
    .map(([path, entry]) => ({ name: path.split('node_modules/').at(-1), ...entry }))
}

// npm runs no script of a dependency that its user has not allowed: what needs one does not work.
function checkScripts() {
  const packages = productionPackages()
  const isNeeded = ({ hasInstallScript, optional }) => hasInstallScript && !optional
  const wrong = packages.filter(isNeeded).map(({ name }) => `${name} must run a script`)
  const list = packages
    .filter(({ optional }) => !optional)
    .map(({ name, version, license }) => `${name} ${version} ${license}`)
  const optional = packages.filter((entry) => entry.optional && entry.hasInstallScript)
  const spare = optional.map(
    ({ name }) => `${name} is optional and works without its script, or is not used`,
  )
  return tell(
    wrong.length === 0,
    `none of ${list.length} production dependencies must run an install script`,
    [...wrong, ...list, ...spare],
  )
}

// MPL-2.0 asks for the text of its own files alone, which nobody changes here.
const kLicences = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'MPL-2.0']

function checkLicences() {
  const wrong = productionPackages()
    .filter(({ license }) => !license.split(' AND ').every((one) => kLicences.includes(one)))
    .map(({ name, license }) => `${name} has the licence ${license}`)
  return tell(wrong.length === 0, `their licences are among ${kLicences.join(', ')}`, wrong)
}

function checkAudit() {
  const name = 'npm audit knows of no advisory about production dependencies'
  const { answer, text } = npm('audit', '--omit=dev', '--json')
  const counts = answer?.metadata?.vulnerabilities
  if (counts === undefined) {
    const reason = answer?.message ?? answer?.error?.summary ?? text
    return skip(name, `the audit endpoint does not answer: ${reason || 'nothing was said'}`)
  }
  const found = Object.entries(answer.vulnerabilities ?? {})
  const details = found.map(([what, { severity }]) => `${what}: ${severity}`)
  return tell(counts.total === 0, name, details)
}

// With `--omit=dev` npm (11.19) leaves out what production and development both need, pino for one. So all are asked for, and
// those that are for development alone are taken out here.
function checkSbom(file) {
  const name = 'npm sbom makes a bill of materials'
  const { answer, text } = npm('sbom', '--sbom-format=cyclonedx', '--package-lock-only')
  if (answer?.bomFormat !== 'CycloneDX') return tell(false, name, [text])
  const wanted = new Set(productionPackages().map((one) => `${one.name}@${one.version}`))
  const components = answer.components.filter((component) => wanted.has(labelOf(component)))
  const references = new Set(components.map((component) => component['bom-ref']))
  references.add(answer.metadata.component['bom-ref'])
  const dependencies = answer.dependencies
    .filter(({ ref }) => references.has(ref))
    .map(({ ref, dependsOn }) => ({
      ref,
      dependsOn: dependsOn.filter((one) => references.has(one)),
    }))
  const bill = { ...answer, components, dependencies }
  if (file !== undefined) writeFileSync(file, `${JSON.stringify(bill, undefined, 2)}\n`)
  const named = new Set(components.map(labelOf))
  const missing = [...wanted].filter((one) => !named.has(one)).map((one) => `${one} is not in it`)
  return tell(missing.length === 0, `${name} of ${components.length} components`, missing)
}

function labelOf({ group, name, version }) {
  return `${group ? `${group}/` : ''}${name}@${version}`
}

/** Runs npm. @returns the JSON that it printed, if it did, and else what it said. */
function npm(...args) {
  const path = process.env.npm_execpath
  const [program, ...rest] = path ? [process.execPath, path, ...args] : ['npm', ...args]
  const { stdout, stderr, error } = spawnSync(program, rest, {
    cwd: kRoot,
    encoding: 'utf8',
    timeout: kNpmMsMax,
    maxBuffer: 64 * 1024 * 1024,
  })
  if (error) return { answer: undefined, text: error.message }
  try {
    return { answer: JSON.parse(stdout), text: stderr }
  } catch {
    return { answer: undefined, text: stderr || stdout.slice(0, 500) }
  }
}

main(process.argv.slice(2))
