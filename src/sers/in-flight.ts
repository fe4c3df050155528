// Calls that a station has to answer: the slots of one station, and all calls in the order in which they began.

import type { RpcMode } from '../wire/sers/rpc-data.js'
import type { Peer } from './peer.js'
import type { Node, NodeStats } from './sers-table.js'

/** What becomes of the reply of a call that no connection made. */
export type Settle = (reply: Buffer) => void

/** Who waits for the reply. */
export type Asker = {
  /** Null for a call of the center's own, which `settle` answers. */
  readonly peer: Peer | null
  readonly keyLow: number
  readonly keyHigh: number
  readonly mode: RpcMode
  readonly settle: Settle | null
  /** Where its call is, once a node has it. */
  flight: InFlight | null
}

/** A call on its way. */
export class InFlight {
  readonly asker: Asker
  readonly node: Node
  readonly slot: number
  readonly generation: number
  readonly startMs: number
  /** Where it is counted beside its node. */
  stats: NodeStats | null = null
  /** Told of the end, for traces. */
  onEnd: ((reply: Buffer) => void) | null = null
  previous: InFlight | null = null
  next: InFlight | null = null
  isOver = false

  constructor(asker: Asker, node: Node, slot: number, generation: number, startMs: number) {
    this.asker = asker
    this.node = node
    this.slot = slot
    this.generation = generation
    this.startMs = startMs
  }
}

/** The calls that one station holds, by the key that it was given. */
export class Slots {
  readonly #calls: (InFlight | undefined)[] = []
  readonly #generations: number[] = []
  readonly #free: number[] = []

  get count(): number {
    return this.#calls.length - this.#free.length
  }

  add(asker: Asker, node: Node, nowMs: number): InFlight {
    const slot = this.#free.pop() ?? this.#calls.length
    const generation = ((this.#generations[slot] ?? 0) + 1) & 0x3fffffff
    const call = new InFlight(asker, node, slot, generation, nowMs)
    this.#calls[slot] = call
    this.#generations[slot] = generation
    return call
  }

  /** The call of a key; undefined when there is none, or it is over. */
  find(slot: number, generation: number): InFlight | undefined {
    const call = this.#calls[slot]
    return call?.generation === generation ? call : undefined
  }

  remove(call: InFlight): void {
    if (this.#calls[call.slot] !== call) return
    this.#calls[call.slot] = undefined
    this.#free.push(call.slot)
  }

  all(): InFlight[] {
    return this.#calls.filter((call) => call !== undefined)
  }
}

/** All calls, the oldest first: they have one time to live, so the first one ends first. */
export class CallLine {
  #first: InFlight | null = null
  #last: InFlight | null = null

  get first(): InFlight | null {
    return this.#first
  }

  add(call: InFlight): void {
    call.previous = this.#last
    if (this.#last === null) this.#first = call
    else this.#last.next = call
    this.#last = call
  }

  remove(call: InFlight): void {
    if (call.previous === null) this.#first = call.next
    else call.previous.next = call.next
    if (call.next === null) this.#last = call.previous
    else call.next.previous = call.previous
    call.previous = null
    call.next = null
  }
}
