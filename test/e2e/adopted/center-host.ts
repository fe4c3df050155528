// Centers with their HTTP gateways, for a program whose servers are to be reached through stations.

import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Center, startCenter } from '../../../src/index.js'

/** What the program asks. */
export type HostRequest = { readonly type: 'open' | 'close'; readonly id: number }

/** What it is told. */
export type HostAnswer =
  | { readonly type: 'opened'; readonly id: number; readonly pipe: string; readonly port: number }
  | { readonly type: 'closed'; readonly id: number }

/** A center with its gateway. */
export function openCenter(name: string, folder: string): Promise<Center> {
  const pipe = join(folder, `${name}.sock`)
  return startCenter({
    name,
    pipe,
    log: 'silent',
    http: { address: '127.0.0.1:0' },
  })
}

/** A folder for pipes that is gone when `remove` was called. */
export function makeFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'signalbox-adopted-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Answers what a child asks, until it ends. @returns closes what it left open. */
export function hostCenters(child: ChildProcess, folder: string): () => Promise<void> {
  const open = new Map<number, Center>()
  const close = async (id: number) => {
    const center = open.get(id)
    open.delete(id)
    await center?.close()
  }
  const tell = (answer: HostAnswer) => {
    if (child.connected) child.send(answer)
  }
  const answer = async ({ type, id }: HostRequest) => {
    if (type === 'close') {
      await close(id)
      tell({ type: 'closed', id })
      return
    }
    const center = await openCenter(`c${id}`, folder)
    open.set(id, center)
    const port = Number(new URL(`http://${center.httpAddress}`).port)
    tell({ type: 'opened', id, pipe: center.pipe, port })
  }
  child.on('message', (request: HostRequest) => void answer(request))
  return async () => {
    for (const id of open.keys()) await close(id)
  }
}
