// One health check of an instance: over HTTP, by a connection, or as gRPC has it.

import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import type { HealthCheck } from '../../control/leases/instance.js'
import { GrpcSessions } from './ask-grpc.js'
import type { CallTarget } from './call-target.js'

type ActiveCheck = Exclude<HealthCheck, { type: 'heartbeat' }>

/** null: it is well; else why not, for people. */
export type ProbeOutcome = string | null

/** Checks once. Never rejects; ends when the signal is aborted, too. */
export async function probe(
  check: ActiveCheck,
  target: CallTarget,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  try {
    switch (check.type) {
      case 'tcp':
        await probeTcp(target, signal)
        return null
      case 'http':
        return await probeHttp(check, target, signal)
      case 'grpc':
        return await probeGrpc(check, target, signal)
    }
  } catch (error) {
    if (signal.aborted) return `no answer within ${check.timeoutMs} ms`
    return error instanceof Error ? error.message : String(error)
  }
}

function probeTcp({ host, port }: CallTarget, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal })
    socket.once('connect', () => {
      socket.destroy()
      resolve()
    })
    socket.once('error', reject)
  })
}

function probeHttp(
  { path }: ActiveCheck,
  target: CallTarget,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const { host, port, isTls } = target
  const below = target.kind === 'http' ? target.path : ''
  return new Promise((resolve, reject) => {
    const options = {
      host,
      port,
      path: below + path,
      signal,
      headers: { 'user-agent': 'signalbox' },
      agent: false as const,
    }
    const outgoing = isTls ? httpsRequest(options) : httpRequest(options)
    outgoing.once('response', (incoming) => {
      const status = incoming.statusCode ?? 0
      incoming.destroy() // the status is all
      resolve(status >= 200 && status < 400 ? null : `status ${status} of ${path}`)
    })
    outgoing.once('error', reject)
    outgoing.end()
  })
}

async function probeGrpc(
  { service, timeoutMs }: ActiveCheck,
  { isTls, host, port }: CallTarget,
  signal: AbortSignal,
): Promise<ProbeOutcome> {
  const sessions = new GrpcSessions()
  try {
    const { message } = await sessions.call(
      host,
      { kind: 'grpc', isTls, host, port },
      {
        route: 'grpc.health.v1.Health/Check',
        path: '/grpc.health.v1.Health/Check',
        message: healthRequest(service),
        contentType: 'application/grpc',
        metadata: {},
        timeoutMs,
        signal,
      },
    )
    const status = healthStatus(message)
    return status === kServing ? null : `health status ${status}`
  } finally {
    sessions.close()
  }
}

/** Field 1, a text: HealthCheckRequest.service. */
const kServiceTag = 0x0a
/** Field 1, a number: HealthCheckResponse.status. */
const kStatusTag = 0x08
const kServing = 1

function healthRequest(service: string): Uint8Array {
  const text = Buffer.from(service)
  if (text.length === 0) return new Uint8Array(0)
  const length = text.length < 128 ? [text.length] : [(text.length & 127) | 128, text.length >> 7]
  return Buffer.concat([Buffer.from([kServiceTag, ...length]), text])
}

/** 0, unknown, is what an empty message says. */
function healthStatus(message: Uint8Array): number {
  return message[0] === kStatusTag ? (message[1] ?? 0) : 0
}
