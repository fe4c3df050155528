// Simulated TCP: sockets that are late, whose cables are cut and repaired, and whose ends are reset. Bytes of one
// connection never change their order and are never lost while it lives, as TCP promises; a cut cable keeps them.

import { EventEmitter } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Duplex } from 'node:stream'
import type { SimProcess, SimTime } from './time.js'

/** Bytes that the kernels of both sides keep for a connection. */
const kWindowBytes = 64 * 1024
const kLateOneIn = 300
const kLateMs = 150

/** The cable between a station and the center. */
export type Cable = {
  isCut: boolean
  /** Deliveries that wait for its repair. */
  readonly held: (() => void)[]
  /** When it was cut, and until when. */
  readonly cuts: { fromMs: number; toMs: number }[]
}

export function newCable(): Cable {
  return { isCut: false, held: [], cuts: [] }
}

export class SimNetwork {
  readonly #time: SimTime
  readonly #servers = new Map<number, SimServer>()
  /** The center's ends, for whoever wants to judge their lease. */
  readonly accepted: SimSocket[] = []
  /** The cable of the process that connects. */
  readonly cables = new Map<SimProcess, Cable>()

  constructor(time: SimTime) {
    this.#time = time
  }

  /** Stands for `net.createServer`. */
  createServer(onConnection: (socket: SimSocket) => void): SimServer {
    const process = this.#time.current
    if (process === null) throw new Error('a server belongs to a process')
    const server = new SimServer(this.#time, process, this.#servers)
    server.on('connection', onConnection)
    process.onKilled.add(() => server.close())
    return server
  }

  /** Stands for `net.connect`. */
  connect(where: { port: number }): SimSocket {
    const process = this.#time.current
    if (process === null) throw new Error('a socket belongs to a process')
    const cable = this.cables.get(process) ?? newCable()
    const socket = new SimSocket(this.#time, process, cable)
    socket.send(() => {
      const server = this.#servers.get(where.port)
      if (server === undefined || !server.process.isAlive) {
        socket.arrive(() => socket.destroy(new Error('connect ECONNREFUSED')))
        return
      }
      const far = new SimSocket(this.#time, server.process, cable)
      far.other = socket
      socket.other = far
      this.accepted.push(far)
      far.arrive(() => server.emit('connection', far))
      socket.arrive(() => socket.emit('connect'))
    })
    return socket
  }

  cut(cable: Cable): void {
    if (cable.isCut) return
    cable.isCut = true
    cable.cuts.push({ fromMs: this.#time.nowMs, toMs: Number.POSITIVE_INFINITY })
  }

  repair(cable: Cable): void {
    const cut = cable.cuts.at(-1)
    if (!cable.isCut || cut === undefined) return
    cable.isCut = false
    cut.toMs = this.#time.nowMs
    for (const run of cable.held.splice(0)) run()
  }
}

class SimServer extends EventEmitter {
  readonly process: SimProcess
  readonly #time: SimTime
  readonly #servers: Map<number, SimServer>
  #port = 0

  constructor(time: SimTime, process: SimProcess, servers: Map<number, SimServer>) {
    super()
    this.#time = time
    this.process = process
    this.#servers = servers
  }

  listen(where: { port: number }, onListening: () => void): void {
    this.#port = where.port
    this.#time.after(this.process, 0.1, () => {
      this.#servers.set(where.port, this)
      onListening()
    })
  }

  address(): AddressInfo {
    return { address: '127.0.0.1', family: 'IPv4', port: this.#port }
  }

  close(): void {
    if (this.#servers.get(this.#port) === this) this.#servers.delete(this.#port)
  }
}

export class SimSocket extends Duplex {
  other: SimSocket | null = null
  /** Times of the last bytes that came, and of this end's own word that it is over. */
  lastCameMs: number
  endedMs = Number.POSITIVE_INFINITY
  readonly process: SimProcess
  readonly cable: Cable
  readonly #time: SimTime
  #lastMs = 0
  #underWayBytes = 0
  /** Bytes that came and that the program has not taken; the sender's window is smaller by them. */
  #unreadBytes = 0
  /** Nothing comes any more. */
  #isOver = false
  #waiting: (() => void) | null = null
  readonly #onKilled = () => this.#sendEnd()

  constructor(time: SimTime, process: SimProcess, cable: Cable) {
    super({ allowHalfOpen: false })
    this.#time = time
    this.process = process
    this.cable = cable
    this.lastCameMs = time.nowMs
    process.onKilled.add(this.#onKilled)
  }

  setNoDelay(): this {
    return this
  }

  override end(...args: never[]): this {
    this.endedMs = Math.min(this.endedMs, this.#time.nowMs)
    return super.end(...args)
  }

  /** The program takes what came: there is room for more. */
  override _read(): void {
    this.other?.acknowledge(this.#unreadBytes)
    this.#unreadBytes = 0
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const bytes = Buffer.from(chunk)
    this.#underWayBytes += bytes.length
    const { other } = this
    this.send(() => other?.arrive(() => other.receive(bytes)))
    this.#waiting = done
    this.#mayWrite()
  }

  override _final(done: () => void): void {
    this.#sendEnd()
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.endedMs = Math.min(this.endedMs, this.#time.nowMs)
    this.process.onKilled.delete(this.#onKilled)
    this.#sendEnd()
    done(error)
  }

  /** Sends something over the cable: behind all that was sent before, and late where the cable is. */
  send(run: () => void): void {
    const isLate = this.#time.pick(kLateOneIn) === 0
    const delayMs = this.#time.between(0.05, isLate ? kLateMs : 0.5)
    this.#lastMs = Math.max(this.#lastMs, this.#time.nowMs + delayMs)
    const cross = () => {
      if (this.cable.isCut) this.cable.held.push(run)
      else run()
    }
    this.#time.after(null, this.#lastMs - this.#time.nowMs, cross)
  }

  /** Happens in the process of this end. */
  arrive(run: () => void): void {
    this.#time.after(this.process, 0, run)
  }

  receive(bytes: Buffer): void {
    if (this.destroyed || this.#isOver) return
    if (this.endedMs > this.#time.nowMs) this.lastCameMs = this.#time.nowMs
    if (this.push(bytes)) this.other?.acknowledge(bytes.length)
    else this.#unreadBytes += bytes.length
  }

  acknowledge(bytes: number): void {
    this.#underWayBytes -= bytes
    this.#mayWrite()
  }

  takeEnd(): void {
    if (this.destroyed || this.#isOver) return
    this.#isOver = true
    this.push(null)
  }

  #mayWrite(): void {
    if (this.#underWayBytes > kWindowBytes) return
    const done = this.#waiting
    this.#waiting = null
    done?.()
  }

  /** The other end finds that nothing more comes; a second time is harmless. */
  #sendEnd(): void {
    const { other } = this
    if (other === null) return
    this.send(() => other.arrive(() => other.takeEnd()))
  }
}
