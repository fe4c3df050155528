import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { checkConfig } from '../../../src/control/config-file.js'
import { CenterError } from '../../../src/index.js'
import { localSersSettings, readSersSettings, sersSettingsOf } from '../../../src/sers/settings.js'
import { makeCertificate } from '../../support/certificate.js'

function settingsOf(sers: object, more: object = {}) {
  return sersSettingsOf({ Sers: sers, ...more }, '/folder', null)
}

const kShipped = `/* as shipped */ {
  "Vit": { "Kestrel": {}, "Logger": { "PrintToTxt": true }, "Serialization": { "Encoding": "UTF8" } },
  "Sers": {
    "RpcDataSerializeMode": "BytePointor",
    "CL": {
      "Config": { "workThread": { "mode": "LongThread" }, "secretKey": "our own", "requestTimeoutMs": 5000, "heartBeatRetryCount": 3 },
      "Server": [
        { "className": "Sers.CL.Socket.Iocp.OrganizeServer", "mode": "Simple", "host": "0.0.0.0", "port": 4501 },
        { "className": "Sers.CL.WebSocket.OrganizeServer", "port": 4503 },
        { "className": "Sers.CL.Ipc.NamedPipe.OrganizeServer", "pipeName": "Sers.CL.Ipc.4501" },
        { "className": "Sers.CL.Zmq.FullDuplex.OrganizeServer", "endpoint": "tcp://*:4504" },
        { "className": "Sers.CL.ZeroMQ.ThreadWait.OrganizeServer" },
        { "className": "Sers.CL.Ipc.SharedMemory.OrganizeServer" },
        { "//className": "off", "assemblyFile": "Other.dll" },
      ]
    },
    "ServiceCenter": { "ApiRegistEvent_Print": true, "ApiRouteType": "IgnoreHttpMethod" },
    "Gateway": { "WebHost": { "urls": ["http://*:6022"], "allowAnyOrigin": true, "//httpsRedirection": {} } },
    "Unknown": 1
  }
}`

test('a file as it is shipped is read as it is', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sers-settings-'))
  const path = join(folder, 'appsettings.json')
  writeFileSync(path, kShipped)
  const { options, notices } = readSersSettings(path, '/data')
  t.deepEqual(
    options.listen.map((listen) =>
      'port' in listen
        ? `${listen.kind} ${listen.host}:${listen.port}`
        : listen.kind === 'zmq'
          ? `${listen.endpoint} ${listen.isDuplex}`
          : listen.path,
    ),
    [
      'tcp 0.0.0.0:4501',
      'ws 0.0.0.0:4503',
      join(tmpdir(), 'CoreFxPipe_Sers.CL.Ipc.4501'),
      'tcp://*:4504 true',
      'tcp://*:4502 false',
    ],
  )
  t.is(options.mode, 'binary')
  t.true(options.ignoresMethod)
  t.is(options.requestTimeoutMs, 5_000)
  t.deepEqual(options.beat, { intervalMs: 10_000, timeoutMs: 30_000, missesMax: 3 })
  t.deepEqual(options.secrets, [{ secret: 'our own', role: 'station', routes: null }])
  t.deepEqual(options.http?.listen, [{ host: '0.0.0.0', port: 6022, isTls: false }])
  t.is(options.http?.origins, '*')
  t.is(options.http?.callerSource, 'Outside')
  t.is(options.dataDir, '/data/Data/Sers/Gover')
  const told = notices.join('\n')
  for (const word of ['shared memory', 'Other.dll', 'Sers.Unknown', 'workThread', 'Kestrel'])
    t.true(told.includes(word), word)
  t.false(told.includes('//'))
  // The same file is a configuration of signalbox.
  const { settings, faults } = checkConfig(path, kShipped)
  t.deepEqual(faults, [])
  t.deepEqual(
    settings.map(({ spec, value }) => [spec.key, value]),
    [['sers.settings', path]],
  )
  rmSync(folder, { recursive: true })
})

test('an empty text for a choice of Sers is no choice', (t) => {
  const { options } = settingsOf({ RpcDataSerializeMode: '', ServiceCenter: { ApiRouteType: '' } })
  t.is(options.mode, 'json')
  t.false(options.ignoresMethod)
  t.throws(() => settingsOf({ ServiceCenter: { ApiRouteType: 'Other' } }), {
    message: /ApiRouteType/,
  })
})

test('collectors are known by their assembly, too, and by their former members', (t) => {
  const tags = { route: '{{requestRpc.route}}', '{{requestRpc.route}}': 'route' }
  const publisher = {
    assemblyFile: 'Sers.Gover.dll',
    className: 'Sers.Gover.Base.AppEvent.ApiTracePublisher',
  }
  const collectorsOf = (Collector: object[]) =>
    settingsOf({ AppEvent: [{ ...publisher, collectorName: 'one' }], ApiTrace: { Collector } })
      .options.trace?.collectors ?? []
  const [zipkin, splunk, ...more] = collectorsOf([
    {
      collectorName: 'one',
      assemblyFile: 'Sers.ApiTrace.Collector.Zipkin.dll',
      SamplingRate: '0.5',
      zipkinCollectorUrl: 'http://127.0.0.1:9411',
      tags,
    },
    {
      collectorName: 'one',
      assemblyFile: 'Sers.Core.dll',
      className: 'Sers.Core.Module.ApiTrace.Collector.SplunkCollector',
      client: { url: 'http://127.0.0.1:8088', authToken: 'key' },
      message: { index: 'dev', host: 'h', other: 1 },
    },
    { collectorName: 'two', className: 'TxtCollector' },
  ])
  t.like(zipkin, { kind: 'zipkin', url: 'http://127.0.0.1:9411', samplingRate: 0.5, tags })
  t.like(splunk, {
    kind: 'splunk',
    url: 'http://127.0.0.1:8088',
    authToken: 'key',
    host: { index: 'dev', host: 'h' },
  })
  t.deepEqual(more, [])
  const former = {
    assemblyFile: 'Sers.Gover.Apm.Zipkin.dll',
    SamplingRate: '1.0',
    zipkinCollectorUrl: 'http://127.0.0.1:9411',
    rpcName: 'ServiceCenter',
    tags,
  }
  const known = settingsOf({ AppEvent: [former] })
  t.like(known.options.trace?.collectors[0], { kind: 'zipkin', tags })
  t.true(known.notices.includes('traces of calls go to http://127.0.0.1:9411'))
  const unknown = settingsOf({ AppEvent: [{ assemblyFile: 'Other.dll' }] })
  t.is(unknown.options.trace, null)
  t.true(unknown.notices.some((notice) => notice.includes('Other.dll')))
})

test('a configuration of signalbox has no such groups', (t) => {
  t.is(checkConfig('c.json', '{"Vit":{}}').faults.length, 1)
})

test('`--sers` alone is every carrier, on this machine', (t) => {
  const { options } = localSersSettings(null)
  t.deepEqual(
    options.listen.map(({ kind }) => kind),
    ['tcp', 'ws', 'pipe', 'zmq', 'zmq'],
  )
  t.true(options.listen.every((listen) => !('host' in listen) || listen.host === '127.0.0.1'))
  t.deepEqual(options.http?.listen, [{ host: '127.0.0.1', port: 4580, isTls: false }])
})

test('what would stand open, or says nothing that can be done, is refused with its name', (t) => {
  const cases: [object, RegExp, object?][] = [
    [{ CL: { Config: { security: [{}] } } }, /security/],
    [
      { CL: { Config: { requestTimeoutMs: 'soon' } } },
      /Sers\.CL\.Config\.requestTimeoutMs is soon/,
    ],
    [{ CL: { Config: { secretKey: [{ env: 'NO_SUCH_VARIABLE' }] } } }, /NO_SUCH_VARIABLE/],
    [{ CL: { Config: { secretKey: [{ secret: 'x', role: 'king' }] } } }, /king/],
    [{ CL: { Server: [{ className: 'X.WebSocket', host: '0.0.0.0' }] } }, /0\.0\.0\.0:4503/],
    [
      { CL: { Server: [{ className: 'X.ZeroMQ.ThreadWait', endpoint: 'tcp://*:4502' }] } },
      /tcp:\/\/\*:4502/,
    ],
    [
      { CL: { Server: [{ assemblyFile: 'Sers.CL.WebSocket.dll', host: 'ws://0.0.0.0:4513' }] } },
      /0\.0\.0\.0:4513/,
    ],
    [
      { Gateway: { Rpc: { CallerSource: 'Internal' }, WebHost: { urls: 'http://*:80' } } },
      /CallerSource/,
    ],
    [{ Gateway: { WebHost: { urls: 'ftp://*:80' } } }, /urls/],
    [{ Gateway: { WebHost: { urls: 'https://*:80' } } }, /certificates/],
    [
      {
        ServiceCenter: {
          BeforeCallApi: [{ className: 'AccountInCookie', account: [{ userToken: '' }] }],
        },
      },
      /userToken/,
    ],
    [
      {
        ServiceCenter: {
          BeforeCallApi: [
            {
              className: 'AccountInCookie',
              account: [{ userToken: 'x', CallerSource: 'Internal' }],
            },
          ],
        },
      },
      /CallerSource/,
    ],
    [
      {
        ServiceCenter: {
          BeforeCallApi: [{ className: 'JsonWebToken', publicKeysDiscovery_Url: 'file:///x' }],
        },
      },
      /publicKeysDiscovery_Url/,
    ],
    [{}, /Encoding/, { Vit: { Serialization: { Encoding: 'GBK' } } }],
  ]
  for (const [sers, message, more] of cases) {
    const error = t.throws(() => settingsOf(sers, more), { instanceOf: CenterError })
    t.regex(error?.message ?? '', message)
  }
})

test('the account that everybody knows is left out, and that is told', (t) => {
  const account = [
    { userToken: 'admin_123456', CallerSource: 'Internal', userInfo: { userId: 1 } },
    { userToken: 'own' },
  ]
  const { options, notices } = settingsOf({
    ServiceCenter: { BeforeCallApi: [{ className: 'AccountInCookie', account }] },
  })
  t.true(notices.some((notice) => /account.*left out.*admin_123456/.test(notice)))
  const [hook] = options.hooks
  t.is(hook?.kind, 'accounts')
  t.is(hook?.kind === 'accounts' ? hook.accounts.length : -1, 1)
})

test('a file of a former version is read as it is', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sers-settings-'))
  writeFileSync(join(folder, 'types.json'), '{ ".ODD": "text/odd" }')
  const webHost = {
    urls: ['http://*:4580', 'https://*:4581'],
    allowAnyOrigin: 'true',
    certificates: [makeCertificate(folder)],
    httpsRedirection: { statusCode: 308 },
    staticFiles: { defaultFileNames: ['start.html'], contentTypeMapFile: 'types.json' },
  }
  const servers = [
    { assemblyFile: 'Sers.CL.Ipc.NamedPipe.dll', pipeName: 'Sers.CL.Ipc.4501' },
    { className: 'Sers.CL.Socket.Iocp.OrganizeServerBuilder', port: 4501 },
    { className: 'Sers.CL.Socket.ThreadWait.OrganizeServerBuilder', port: 4501 },
    { port: 4501 },
    { assemblyFile: 'Sers.CL.ClrZmq.ThreadWait.dll', endpoint: 'tcp://*:4502' },
    { assemblyFile: 'Sers.CL.WebSocket.dll', host: 'ws://0.0.0.0:4503' },
    { assemblyFile: 'Sers.CL.Zmq.FullDuplex.dll', endpoint: 'tcp://*:4504' },
    { assemblyFile: 'Sers.CL.Ipc.SharedMemory.dll', name: 'ipc', nodeCount: 128 },
  ]
  const sers = {
    CL: { Config: { secretKey: 'ours', workThreadCount: 2 }, Server: servers },
    Gateway: { WebHost: webHost },
  }
  const { options, notices } = sersSettingsOf({ Sers: sers }, folder, null)
  t.deepEqual(
    options.listen.map((one) => ('port' in one ? `${one.kind} ${one.host}:${one.port}` : one.kind)),
    ['pipe', 'tcp 0.0.0.0:4501', 'zmq', 'ws 0.0.0.0:4503', 'zmq'],
  )
  const told = notices.join('\n')
  for (const word of ['named twice', 'without a class', 'shared memory', 'workThreadCount'])
    t.true(told.includes(word), word)
  const { http } = options
  t.deepEqual(
    http?.listen.map(({ port, isTls }) => [port, isTls]),
    [
      [4580, false],
      [4581, true],
    ],
  )
  t.deepEqual(http?.redirect, { host: null, port: 4581, status: 308 })
  t.like(http?.folders[0], {
    path: '',
    defaultNames: ['start.html'],
    types: { '.odd': 'text/odd' },
  })
  t.is(options.goverAccess, 'admin')
  rmSync(folder, { recursive: true })
})

test('a file that says nothing of listeners is the shipped one on this machine', (t) => {
  const { options } = settingsOf({})
  t.deepEqual(options.listen, [{ kind: 'tcp', host: '127.0.0.1', port: 4501, tls: null }])
  t.is(options.goverAccess, 'internal')
  t.deepEqual(settingsOf({ CL: { Server: [] } }).options.listen, [])
  const zmq = settingsOf({ CL: { Server: [{ className: 'X.ZeroMQ.ThreadWait' }] } }).options.listen
  t.deepEqual(zmq, [{ kind: 'zmq', endpoint: 'tcp://127.0.0.1:4502', isDuplex: false }])
})

test('a listener without a host is of this machine where the secret is no secret', (t) => {
  const server = [{ className: 'Sers.CL.Socket.ThreadWait' }]
  const open = settingsOf({ CL: { Server: server } })
  t.like(open.options.listen[0], { host: '127.0.0.1', port: 4501 })
  t.true(open.notices.some((notice) => notice.includes('127.0.0.1 only')))
  t.like(settingsOf({ CL: { Config: { secretKey: 'ours' }, Server: server } }).options.listen[0], {
    host: '0.0.0.0',
  })
})
