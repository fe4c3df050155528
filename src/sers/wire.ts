// One connection as a carrier gives it to the hub: TCP, WebSocket, named pipe or ZeroMQ.

import type { SersFrame } from '../wire/sers/frame.js'

export type Wire = {
  readonly kind: 'tcp' | 'ws' | 'pipe' | 'zmq'
  /** Address of the peer; '' where there is none. */
  readonly address: string
  /** True when the peer is on this machine. */
  readonly isLocal: boolean
  /** Bytes that were sent and that the peer has not taken. */
  readonly waitingBytes: number
  /** The peer loses count when a write ends inside of a frame's length: one write for each frame. */
  wantsSingleWrites: boolean
  send(frames: readonly SersFrame[]): void
  /** Sends what waits, and closes. */
  end(): void
  /** Closes at once. */
  cut(): void
}
