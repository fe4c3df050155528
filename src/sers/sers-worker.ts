// The thread of Sers: opens its center when it is told which, and joins it with the rest of signalbox.

import { workerData } from 'node:worker_threads'
import { systemClock } from '../base/clock.js'
import { errorBodyOf } from '../base/errors.js'
import { Bridge, type LinkMaker } from './bridge.js'
import { limitedLines } from './line-limit.js'
import type { SersOptions } from './options.js'
import { openSersCenter, type SersCenter } from './sers-center.js'
import { writeSersCounters } from './sers-counters.js'
import type { FromSers, SersThreadData, ToSers } from './sers-messages.js'

const { port, gates, counters } = workerData as SersThreadData // control/center-sers.ts gives exactly this

type Plan = Awaited<ReturnType<LinkMaker>>

let center: SersCenter | null = null
let bridge: Bridge | null = null
let nextTicket = -1
let counting: NodeJS.Timeout | undefined
/** Milliseconds between two looks at the counters. */
const kCountMs = 250
const waiting = new Map<
  number,
  { readonly resolve: (plan: Plan) => void; readonly reject: (error: Error) => void }
>()

function tell(message: FromSers): void {
  port.postMessage(message)
}

/** Tickets below zero: the main thread gives those above to stations of its own. */
const makeLink: LinkMaker = (who) => {
  const ticket = nextTicket--
  return new Promise((resolve, reject) => {
    waiting.set(ticket, { resolve, reject })
    tell({ type: 'link', ticket, ...who })
  })
}

async function open(options: SersOptions): Promise<void> {
  const warn = limitedLines((text) => tell({ type: 'log', level: 'warn', text }), systemClock)
  const info = limitedLines((text) => tell({ type: 'log', level: 'info', text }), systemClock)
  center = await openSersCenter(
    options,
    {
      info,
      warn,
      audit: (line) => tell({ type: 'audit', line }),
      onNodes: (peer) => bridge?.onNodes(peer),
      onGone: (peer) => bridge?.onGone(peer),
      callOut: (call, service) => bridge?.callOut(call, service) ?? false,
    },
    async (hub) => {
      bridge = new Bridge(hub, makeLink, gates, warn)
      await bridge.open()
    },
  )
  const { addresses, http, hub, traces } = center
  counting = setInterval(() => writeSersCounters(counters, hub, traces), kCountMs)
  tell({ type: 'listening', addresses, http })
}

async function close(): Promise<void> {
  clearInterval(counting)
  await bridge?.close()
  await center?.close()
  tell({ type: 'closed' })
  port.close()
}

port.on('message', (message: ToSers) => {
  switch (message.type) {
    case 'open':
      open(message.options).catch((error: unknown) => {
        tell({ type: 'failed', error: errorBodyOf(error, 'sers') })
      })
      break
    case 'link-plan': {
      const { ticket, plan } = message
      waiting.get(ticket)?.resolve({ ticket, plan })
      waiting.delete(ticket)
      break
    }
    case 'link-failed':
      waiting.get(message.ticket)?.reject(new Error(message.reason))
      waiting.delete(message.ticket)
      break
    case 'linked':
      bridge?.onLinked(message.ticket, message)
      break
    case 'routes':
      bridge?.onRoutes(message.states, message.statsChunks)
      break
    case 'close':
      void close()
  }
})
