// A process of a test that runs on, and what it says.

import { type ChildProcess, spawn } from 'node:child_process'
import { until } from './world.js'

/** A process and the text that it has written so far. Whoever makes one ends it. */
export class Talker {
  readonly child: ChildProcess
  out = ''
  err = ''

  constructor(program: string, args: readonly string[], env: Record<string, string> = {}) {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    child.stdout.on('data', (chunk: Buffer) => {
      this.out += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      this.err += chunk.toString()
    })
    this.child = child
  }

  async saysOut(pattern: RegExp): Promise<void> {
    await until(`stdout says ${pattern}`, () => pattern.test(this.out))
  }

  async saysErr(pattern: RegExp): Promise<void> {
    await until(`stderr says ${pattern}`, () => pattern.test(this.err))
  }
}
