// Loads an HTTP server with wrk, a program of its own that costs less than any client in Node.

import { execFile } from 'node:child_process'
import type { Figures } from './figures.js'

const kConnections = 64

/** True when wrk is installed. */
export async function hasWrk(): Promise<boolean> {
  try {
    await wrk(['-v'])
    return true
  } catch (error) {
    return !(error instanceof Error && Reflect.get(error, 'code') === 'ENOENT')
  }
}

/**
 * Requests one URL over 64 connections.
 *
 * @param script of wrk, for other requests than GET.
 * Rejects when an answer is not 2xx, or a socket fails: then the figures would say nothing.
 */
export async function loadHttp(url: string, runMs: number, script?: string): Promise<Figures> {
  const seconds = Math.max(1, Math.round(runMs / 1_000))
  const args = ['-t1', `-c${kConnections}`, `-d${seconds}s`, '--latency', url]
  if (script !== undefined) args.unshift('-s', script)
  const text = await wrk(args)
  if (/Non-2xx|Socket errors/.test(text)) throw new Error(`wrk ${url}: ${text}`)
  const [, count = '', took = ''] = /(\d+) requests in ([\d.]+)s/.exec(text) ?? []
  const figures = { count: Number(count), seconds: Number(took) }
  return { ...figures, p50Us: latencyUs(text, '50%'), p99Us: latencyUs(text, '99%') }
}

function latencyUs(text: string, share: string): number {
  const [, value = '', unit = ''] = new RegExp(`${share}\\s+([\\d.]+)(us|ms|s)`).exec(text) ?? []
  const factor = unit === 'us' ? 1 : unit === 'ms' ? 1e3 : 1e6
  return Number(value) * factor
}

function wrk(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile('wrk', args, (error, stdout) => {
      // `wrk -v` says its version and ends with 1.
      if (error !== null && stdout === '') reject(error)
      else resolve(stdout)
    })
  })
}
