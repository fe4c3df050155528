// What holds in a Sers center when nothing is said: the original's figures where it has them, bounds where it has none.

import type { SersOptions } from './options.js'

export const kSersPort = 4501
export const kSersSocketPort = 4503
export const kSersZmqPort = 4502
export const kSersZmqDuplexPort = 4504
export const kSersHttpPort = 4580

/** Secrets that programs of Sers are shipped with: everybody knows them. */
export const kShippedSecrets = ['SersCL', 'SersSocketMq']

const kMegabyte = 1024 * 1024

export const kSersDefaults: SersOptions = {
  listen: [{ kind: 'tcp', host: '127.0.0.1', port: kSersPort, tls: null }],
  secrets: kShippedSecrets.map((secret) => ({ secret, role: 'station', routes: null })),
  requestTimeoutMs: 300_000,
  beat: { intervalMs: 10_000, timeoutMs: 30_000, missesMax: 10 },
  certifyTimeoutMs: 10_000,
  // As many as a restarting fleet may have at once; from one address half of them.
  uncertifiedMax: 2_048,
  uncertifiedPerAddressMax: 1_024,
  connectionsMax: 20_000,
  frameBytesMax: 64 * kMegabyte,
  waitingBytesMax: 64 * kMegabyte,
  nodesPerConnectionMax: 10_000,
  servicesMax: 100_000,
  registrationBytesMax: 16 * kMegabyte,
  titlesPerConnectionMax: 10_000,
  slowSubscriber: 'close',
  inFlightPerNodeMax: 0,
  balance: 'roundRobin',
  mode: 'json',
  ignoresMethod: false,
  goverAccess: 'admin',
  cgatewaySafeHeaders: true,
  stationName: 'ServiceCenter',
  stationInfo: {},
  usageIntervalMs: 0,
  hooks: [],
  folders: [],
  http: null,
  trace: null,
  dataDir: null,
}
