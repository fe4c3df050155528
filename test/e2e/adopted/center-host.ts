// Centers with a front each, for a program whose servers are to be reached through stations.

import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Center, startCenter } from '../../../src/index.js'
import { type Front, openFront } from '../../support/front.js'

/** What the program asks. */
export type HostRequest = { readonly type: 'open' | 'close'; readonly id: number }

/** What it is told. */
export type HostAnswer =
  | { readonly type: 'opened'; readonly id: number; readonly pipe: string; readonly port: number }
  | { readonly type: 'closed'; readonly id: number }

type Open = { readonly center: Center; readonly front: Front }

/** A center and its front. */
export async function openPair(name: string, folder: string): Promise<Open> {
  const pipe = join(folder, `${name}.sock`)
  const center = await startCenter({ name, pipe, log: 'silent' })
  return { center, front: await openFront(center) }
}

/** A folder for pipes that is gone when `remove` was called. */
export function makeFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'signalbox-adopted-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Answers what a child asks, until it ends. @returns closes what it left open. */
export function hostCenters(child: ChildProcess, folder: string): () => Promise<void> {
  const open = new Map<number, Open>()
  const close = async (id: number) => {
    const pair = open.get(id)
    open.delete(id)
    await pair?.front.close()
    await pair?.center.close()
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
    const pair = await openPair(`c${id}`, folder)
    open.set(id, pair)
    tell({ type: 'opened', id, pipe: pair.center.pipe, port: pair.front.port })
  }
  child.on('message', (request: HostRequest) => void answer(request))
  return async () => {
    for (const id of open.keys()) await close(id)
  }
}
