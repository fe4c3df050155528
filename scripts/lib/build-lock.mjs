// One build at a time in one checkout: `npm start` in one terminal and `npm test` in another would both write dist/.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { inRoot } from './places.mjs'
import { say } from './process.mjs'

const kLockPath = inRoot('.signalbox', 'build.lock')
/** A cold install with a native build takes a minute on two cores; ten mean that its owner hangs. */
const kWaitMs = 600_000
const kLookAgainMs = 200

/** Runs `work` alone. Waits for another build; takes over the lock of a process that is gone. */
export function withBuildLock(work) {
  mkdirSync(inRoot('.signalbox'), { recursive: true })
  take()
  try {
    return work()
  } finally {
    rmSync(kLockPath, { force: true })
  }
}

function take() {
  const deadlineMs = performance.now() + kWaitMs
  let announced = false
  while (!tryTake()) {
    const pid = ownerPid()
    if (!isAlive(pid)) {
      rmSync(kLockPath, { force: true })
      continue
    }
    if (!announced) say(`waiting for the build of process ${pid}`)
    announced = true
    if (performance.now() > deadlineMs)
      throw new Error(`process ${pid} holds ${kLockPath} for too long`)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, kLookAgainMs)
  }
}

function tryTake() {
  try {
    writeFileSync(kLockPath, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function ownerPid() {
  try {
    return Number(readFileSync(kLockPath, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return 0 // given back between our two looks
    throw error
  }
}

function isAlive(pid) {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM' // someone else's process is alive too
  }
}
