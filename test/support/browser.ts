// A real browser without a window, driven by the DevTools protocol (https://chromedevtools.github.io/devtools-protocol/).

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'

const kPrograms = ['chromium', 'chromium-browser', 'google-chrome']
/** Far above what any step takes on a busy machine. */
const kStepTimeoutMs = 40_000

/** Path of a browser that is installed, or null. */
export function findBrowser(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const paths = folders.flatMap((folder) => kPrograms.map((program) => join(folder, program)))
  return paths.find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

type Answer = { id?: number; result?: unknown; error?: { message: string } }

export class Browser {
  readonly #child: ChildProcess
  readonly #socket: WebSocket
  readonly #folder: string
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #session = ''
  #nextId = 1

  /** Made by {@link openBrowser}. */
  constructor(child: ChildProcess, socket: WebSocket, folder: string) {
    this.#child = child
    this.#socket = socket
    this.#folder = folder
    socket.on('message', (data: Buffer) => {
      const answer = JSON.parse(String(data)) as Answer // the protocol gives exactly this
      if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer)
    })
  }

  /** Opens a page in a tab of its own. */
  async open(url: string): Promise<void> {
    this.#session = ''
    const target = (await this.#ask('Target.createTarget', { url })) as { targetId: string }
    const attached = (await this.#ask('Target.attachToTarget', { ...target, flatten: true })) as {
      sessionId: string
    }
    this.#session = attached.sessionId
  }

  /** Value of an expression in the page; promises are waited for. */
  async value(expression: string): Promise<unknown> {
    const outcome = (await this.#ask('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })) as {
      result: { value?: unknown }
      exceptionDetails?: { exception?: { description?: string } }
    }
    if (outcome.exceptionDetails !== undefined) {
      throw new Error(`${expression}: ${outcome.exceptionDetails.exception?.description}`)
    }
    return outcome.result.value
  }

  /** Looks until an expression is true. */
  async until(expression: string): Promise<void> {
    const endMs = performance.now() + kStepTimeoutMs
    while ((await this.value(expression)) !== true) {
      if (performance.now() > endMs) throw new Error(`never true: ${expression}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** Types into what has the focus. */
  async type(text: string): Promise<void> {
    await this.#ask('Input.insertText', { text })
  }

  /** Presses a key, for example `Enter` with code 13. */
  async press(key: string, code: number): Promise<void> {
    const event = {
      key,
      code: key,
      windowsVirtualKeyCode: code,
      ...(key === 'Enter' ? { text: '\r' } : {}),
    }
    await this.#ask('Input.dispatchKeyEvent', { type: 'keyDown', ...event })
    await this.#ask('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
  }

  async close(): Promise<void> {
    this.#socket.terminate()
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const ended = once(this.#child, 'exit')
      this.#child.kill('SIGKILL')
      await ended
    }
    // Its helpers may still write for a moment; only the asynchronous form tries again then.
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10 })
  }

  #ask(method: string, params: object): Promise<unknown> {
    const id = this.#nextId++
    const session = this.#session === '' ? {} : { sessionId: this.#session }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no answer: ${method}`)), kStepTimeoutMs)
      this.#waiting.set(id, ({ result, error }) => {
        clearTimeout(timer)
        this.#waiting.delete(id)
        if (error === undefined) resolve(result)
        else reject(new Error(`${method}: ${error.message}`))
      })
      this.#socket.send(JSON.stringify({ id, method, params, ...session }))
    })
  }
}

/** Starts a browser with a profile of its own. */
export async function openBrowser(program: string): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-browser-'))
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']
  const child = spawn(
    program,
    [
      ...flags,
      '--no-first-run',
      '--remote-debugging-port=0',
      `--user-data-dir=${folder}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  for await (const line of createInterface({ input: child.stderr })) {
    const url = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
    if (url === undefined) continue
    child.stderr.resume()
    const socket = new WebSocket(url)
    await once(socket, 'open')
    return new Browser(child, socket, folder)
  }
  throw new Error(`${program} ended before it listened`)
}
