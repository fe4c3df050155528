// A process that starts and stops a center when its parent says so.

import { type Center, CenterError, createStation, startCenter } from '../../../src/index.js'

export type RaceOrder = 'start' | 'stop'
/** 'ready' for orders, 'won', 'stopped', or the code with which the start was refused. */
export type RaceReport = string

const [, , pipe = ''] = process.argv
let center: Center | null = null

async function start(): Promise<RaceReport> {
  try {
    center = await startCenter({ pipe, log: 'silent' })
  } catch (error) {
    return error instanceof CenterError ? error.code : String(error)
  }
  const station = createStation({ name: 'racer', onEvent: () => {} })
  station.route('GET /racer', () => process.pid)
  await center.attach(station)
  return 'won'
}

async function stop(): Promise<RaceReport> {
  await center?.close()
  center = null
  return 'stopped'
}

process.on('message', (order: RaceOrder) => {
  void (order === 'start' ? start() : stop()).then((report) => process.send?.(report))
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
