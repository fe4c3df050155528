// A station's way to its center: the address decides the carrier, and nothing else does.

import { connect as connectSocket, Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { CenterError, centerError } from '../base/errors.js'
import { kHelloTimeoutMs } from '../base/limits.js'
import { loadNative, type NativeAddon } from '../ring/native.js'
import type { ReaderLoop } from '../ring/reader-loop.js'
import { type ControlMessage, kProtocolVersion } from '../wire/control.js'
import type { Address } from './address.js'
import { controlFrame, kHandshakeBytesMax, readControlFrame } from './handshake.js'
import type { LinkEnd } from './link.js'
import type { Hello } from './link-listener.js'
import { acceptShmLink } from './shm-link.js'
import { openStreamLink } from './stream-link.js'

export type Welcome = Extract<ControlMessage, { type: 'welcome' }>

/** An open link, and what the center said. `notice` tells why a wish for shared memory was refused. */
export type Connected = {
  readonly end: LinkEnd
  readonly notice: string
  readonly heartbeatMs: number
}

/** What a station says of itself; the rest follows from the way that it takes. */
export type OwnHello = Omit<Hello, 'carrier' | 'takesLanes' | 'takesBranches'>

/** Asks the center for a link of this worker thread. What comes opens it in a loop. */
export type WorkerDoor = (hello: OwnHello) => Promise<(loop: ReaderLoop) => LinkEnd>

let workerDoor: WorkerDoor | null = null

/** Tells a worker thread how to ask its center for a link; the thread's bootstrap does. */
export function setWorkerDoor(door: WorkerDoor): void {
  workerDoor = door
}

/**
 * Opens a link.
 *
 * @param hello who knocks.
 * @param certificates PEM of authorities that a TLS center may be signed by; undefined: the system's.
 * @throws CenterError ERR_NO_CENTER (retryable), ERR_REFUSED, ERR_TOKEN, ERR_VERSION, ERR_NO_SHARED_MEMORY, ERR_PROTOCOL.
 */
export async function connectLink(
  address: Address,
  hello: OwnHello,
  loop: ReaderLoop,
  certificates: string | undefined,
): Promise<Connected> {
  if (address.kind === 'worker') return openWorkerLink(hello, loop)
  if (address.kind === 'remote') {
    const where = { host: address.host, port: address.port }
    const socket = address.isTls
      ? connectTls({ ...where, ...(certificates === undefined ? {} : { ca: certificates }) })
      : connectSocket(where)
    const said: Hello = { ...hello, carrier: 'tcp', takesLanes: false, takesBranches: true }
    return connectStream(socket, address.text, address.isTls, said, loop)
  }
  const loaded = loadNative()
  if (address.carrier === 'shm' && !loaded.ok) {
    throw centerError('ERR_NO_SHARED_MEMORY', { reason: loaded.reason })
  }
  if (address.carrier === 'pipe' || !loaded.ok) {
    const connected = await connectStream(
      connectSocket(address.path),
      address.text,
      false,
      { ...hello, carrier: 'pipe', takesLanes: false, takesBranches: true },
      loop,
    )
    return loaded.ok ? connected : { ...connected, notice: loaded.reason }
  }
  const connected = await connectShm(
    loaded.native,
    address.path,
    address.text,
    { ...hello, carrier: 'shm', takesLanes: true, takesBranches: true },
    loop,
  )
  if (address.carrier === 'shm' && connected.end.carrier !== 'shm') {
    connected.end.close()
    throw centerError('ERR_NO_SHARED_MEMORY', { reason: connected.notice })
  }
  return connected
}

async function openWorkerLink(hello: OwnHello, loop: ReaderLoop): Promise<Connected> {
  if (workerDoor === null) {
    const reason = 'this thread was not started by a center'
    throw centerError('ERR_NO_CENTER', { address: 'worker:', reason })
  }
  const open = await workerDoor(hello)
  return { end: open(loop), notice: '', heartbeatMs: 0 }
}

// ---- pipe, TCP, TLS

function connectStream(
  socket: Socket,
  text: string,
  isTls: boolean,
  hello: Hello,
  loop: ReaderLoop,
): Promise<Connected> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0)
    const fail = (error: Error) => {
      clearTimeout(timer)
      socket.destroy()
      const isOurs = error instanceof CenterError
      reject(
        isOurs ? error : centerError('ERR_NO_CENTER', { address: text, reason: error.message }),
      )
    }
    const timer = setTimeout(
      () => fail(new Error(`no welcome within ${kHelloTimeoutMs} ms`)),
      kHelloTimeoutMs,
    )
    const onData = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      try {
        const read = readControlFrame(bytes)
        if (read === null) return
        const welcome = welcomeOrThrow(read.message)
        clearTimeout(timer)
        socket.pause()
        socket.removeAllListeners()
        const isRemote = hello.carrier === 'tcp'
        const early = bytes.subarray(read.taken)
        const leaseMs = isRemote ? welcome.leaseMs : 0
        const end = openStream(socket, welcome, early, loop, leaseMs)
        resolve({ end, notice: welcome.notice, heartbeatMs: isRemote ? welcome.heartbeatMs : 0 })
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)))
      }
    }
    socket.once(isTls ? 'secureConnect' : 'connect', () => socket.write(controlFrame(hello)))
    socket.on('data', onData)
    socket.once('error', fail)
    socket.once('close', () => fail(new Error('the connection was closed')))
  })
}

function openStream(
  socket: Socket,
  { carrier, ringBytes, dispatchers }: Welcome,
  early: Buffer,
  loop: ReaderLoop,
  leaseMs: number,
): LinkEnd {
  return openStreamLink(socket, carrier, ringBytes, early, loop, leaseMs, dispatchers)
}

function welcomeOrThrow(message: ControlMessage): Welcome {
  if (message.type === 'refused') throw new CenterError(message.error)
  if (message.type !== 'welcome')
    throw centerError('ERR_PROTOCOL', { rule: `${message.type} is no welcome` })
  // A center refuses other versions by itself; one that is too new to know how is not believed.
  const { protocol: version } = message
  if (version !== kProtocolVersion)
    throw centerError('ERR_VERSION', { version, expected: kProtocolVersion })
  return message
}

// ---- shared memory

// The socket is the addon's until the descriptors are in hand: a read by Node would drop them.
async function connectShm(
  native: NativeAddon,
  path: string,
  text: string,
  hello: Hello,
  loop: ReaderLoop,
): Promise<Connected> {
  const descriptor = openPipe(native, path, text)
  const received = await receiveWelcome(native, descriptor, text, hello)
  const { welcome, descriptors, early } = received
  const { ringBytes, generation, carrier, notice } = welcome
  if (carrier === 'shm') {
    const end = acceptShmLink(native, descriptor, ringBytes, generation, descriptors, welcome, loop)
    return { end, notice, heartbeatMs: 0 }
  }
  const socket = new Socket({ fd: descriptor, readable: true, writable: true })
  try {
    const end = openStream(socket, welcome, early, loop, 0)
    return { end, notice, heartbeatMs: 0 }
  } catch (error) {
    socket.destroy()
    throw error
  }
}

function openPipe(native: NativeAddon, path: string, text: string): number {
  try {
    return native.pipeConnect(path)
  } catch (error) {
    throw centerError('ERR_NO_CENTER', { address: text, reason: reasonOf(error) })
  }
}

type Received = {
  readonly welcome: Welcome
  readonly descriptors: readonly number[]
  readonly early: Buffer
}

function receiveWelcome(
  native: NativeAddon,
  descriptor: number,
  text: string,
  hello: Hello,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const target = Buffer.alloc(kHandshakeBytesMax)
    const descriptors: number[] = []
    let length = 0
    const fail = (error: unknown) => {
      clearTimeout(timer)
      watch.close()
      for (const passed of descriptors) native.descriptorClose(passed)
      native.descriptorClose(descriptor)
      const isOurs = error instanceof CenterError
      reject(
        isOurs ? error : centerError('ERR_NO_CENTER', { address: text, reason: reasonOf(error) }),
      )
    }
    const onReadable = () => {
      try {
        const got = native.pipeReceive(descriptor, target.subarray(length))
        if (got === null) return
        descriptors.push(...got.fds)
        if (got.bytes === 0) throw new Error('the center closed the connection')
        length += got.bytes
        const read = readControlFrame(target.subarray(0, length))
        if (read === null) return
        const welcome = welcomeOrThrow(read.message)
        clearTimeout(timer)
        watch.close()
        resolve({ welcome, descriptors, early: Buffer.from(target.subarray(read.taken, length)) })
      } catch (error) {
        fail(error)
      }
    }
    const watch = new native.DescriptorWatch(descriptor, onReadable)
    const timer = setTimeout(
      () => fail(new Error(`no welcome within ${kHelloTimeoutMs} ms`)),
      kHelloTimeoutMs,
    )
    try {
      native.pipeSend(descriptor, controlFrame(hello), [])
    } catch (error) {
      fail(error)
    }
  })
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
