// The C++ suites are tested too: with each planted bug, the program that should find it does. One copy of the sources is
// made and built; then one file at a time is made wrong, and what depends on it is built again. That they are content without a
// plant is what the stage `native` shows.

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { kNativePlants } from './native-plants.js'
import { kRoot, plantedFile } from './plant.js'
import { runProgram } from './run-planted.js'

const folder = mkdtempSync(join(tmpdir(), 'signalbox-planted-'))
const build = join(folder, 'build')
const suites = [...new Set(kNativePlants.map(({ suite }) => suite))]
const hasCmake = (await runProgram('cmake', ['--version'], process.env).catch(() => null)) !== null
const testWithCmake = hasCmake ? test.serial : test.serial.skip

test.after.always(() => rmSync(folder, { recursive: true, force: true }))

function buildTargets(...targets: string[]) {
  return runProgram(
    'cmake',
    ['--build', build, '--parallel', '2', '--target', ...targets],
    process.env,
  )
}

testWithCmake('the suites build outside of the checkout', async (t) => {
  t.timeout(600_000) // two compilers at work beside other tests
  for (const part of ['native', 'test/native'])
    cpSync(join(kRoot, part), join(folder, part), { recursive: true })
  const configure = ['-S', join(folder, 'native'), '-B', build, '-DSIGNALBOX_TESTS=ON']
  const configured = await runProgram('cmake', configure, process.env)
  t.is(configured.code, 0, configured.output)
  const built = await buildTargets(...suites)
  t.is(built.code, 0, built.output)
})

for (const plant of kNativePlants) {
  testWithCmake(`${plant.name} is found by ${plant.suite}: ${plant.wrong}`, async (t) => {
    t.timeout(600_000)
    const path = join(folder, plant.file)
    t.teardown(() => cpSync(join(kRoot, plant.file), path))
    writeFileSync(path, plantedFile(plant))
    const built = await buildTargets(plant.suite)
    t.is(built.code, 0, built.output)
    const { code, output } = await runProgram(join(build, plant.suite), [], process.env)
    t.not(code, 0, `${plant.suite} found nothing`)
    const failed = output.split('\n').filter((line) => /^not ok|^\[ {2}FAILED|^# /.test(line))
    t.true(
      failed.some((line) => line.includes(plant.finder)),
      failed.slice(0, 20).join('\n'),
    )
  })
}

test('native plants have names of their own', (t) => {
  t.is(new Set(kNativePlants.map(({ name }) => name)).size, kNativePlants.length)
})
