import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { sersSettingsOf } from '../../../src/sers/settings.js'
import { spanIdOf } from '../../../src/sers/trace.js'
import { payloadOf, RawPeer } from '../../support/sers/raw-peer.js'
import { openWorld } from '../../support/sers/world.js'
import { until } from '../../support/until.js'

type Got = { url: string; authorization: string | undefined; body: string }

/** A server that keeps what it is sent. */
async function openSink() {
  const got: Got[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { url = '', headers } = request
      got.push({ url, authorization: headers.authorization, body: Buffer.concat(parts).toString() })
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { got, url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

test('a call reaches every collector, without its secrets', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sers-trace-'))
  const sink = await openSink()
  const tags = {
    route: '{{requestRpc.route}}',
    'n.{{requestData.n}}': '{{responseData.data}}',
    whole: '{{requestData}}',
    nothing: '{{responseRpc.nothing}}',
    '{{responseRpc.nothing}}': 'unnamed',
    caller: '{{requestRpc.caller}}',
    auth: '{{requestRpc.http.headers.Authorization}}',
  }
  const server = (path: string) => ({
    url: `${sink.url}${path}`,
    intervalMs: 20,
    authToken: 'token',
    index: 'idx',
  })
  const kinds = [
    'TxtCollector',
    'SplunkCollector',
    'ElasticSearchCollector',
    'ZipKinCollector',
    'OtlpCollector',
  ]
  const { options } = sersSettingsOf(
    {
      Sers: {
        AppEvent: [{ className: 'Sers.Gover.Base.AppEvent.ApiTracePublisher' }],
        ApiTrace: {
          Collector: kinds.map((className) => ({
            className,
            tags,
            SamplingRate: 1,
            hostInfo: { host: 'here', source: 'http:mc' },
            appInfo: { appName: 'mc' },
            server: server(`/${className}`),
          })),
        },
      },
    },
    folder,
    null,
  )
  const world = await openWorld({ trace: options.trace })
  const peer = await RawPeer.certified(world)
  peer.onCall = () => payloadOf('', '{"data":"answer"}')
  await peer.register('t', [{ route: '/t/a' }])
  const rpc = {
    route: '/t/a',
    caller: { rid: 'short', source: 'Internal', callStack: ['root', 'parent'] },
    http: { headers: { Authorization: 'Bearer secret' } },
  }
  await peer.ask(payloadOf(JSON.stringify(rpc), '{ "n":7 }'))
  await until(() => sink.got.length >= 4)
  await world.close()
  const of = (name: string) => sink.got.find(({ url }) => url.startsWith(`/${name}`))
  t.false(sink.got.some(({ body }) => body.includes('Bearer secret')))
  const [zipkin] = JSON.parse(of('ZipKin')?.body ?? '') as Record<string, unknown>[]
  t.like(zipkin, {
    traceId: spanIdOf('root'),
    id: spanIdOf('short'),
    parentId: spanIdOf('parent'),
    name: 'ServiceCenter',
    kind: 'CLIENT',
    localEndpoint: { serviceName: 't' },
  })
  const caller = JSON.stringify(rpc.caller)
  t.deepEqual(zipkin.tags, {
    route: '/t/a',
    'n.7': 'answer',
    whole: '{ "n":7 }',
    caller,
    auth: '***',
  })
  t.is(of('ZipKin')?.url, '/ZipKinCollector/api/v2/spans')
  t.is(of('Splunk')?.authorization, 'Splunk token')
  t.like(JSON.parse(of('Splunk')?.body ?? ''), {
    index: 'idx',
    host: 'here',
    source: 'http:mc',
    event: {
      level: 'ApiTrace',
      appInfo: { appName: 'mc' },
      route: '/t/a',
      'n.7': 'answer',
      caller: rpc.caller,
      nothing: undefined,
    },
  })
  t.is(of('Elastic')?.url, '/ElasticSearchCollector/_bulk')
  t.regex(of('Elastic')?.body ?? '', /^\{"index":\{"_index":"idx"\}\}\n\{.*\}\n$/)
  const document = JSON.parse((of('Elastic')?.body ?? '').split('\n')[1]) as Record<string, unknown>
  t.like(document, {
    level: 'ApiTrace',
    appInfo: { appName: 'mc' },
    apiTrace: { whole: '{ "n":7 }' },
  })
  t.regex(
    (document.apiTrace as { beginTime: string }).beginTime,
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/,
  )
  t.true(of('Otlp')?.body.includes('"service.name"'))
  const [month] = readdirSync(join(folder, 'Logs'))
  const [file] = readdirSync(join(folder, 'Logs', month))
  t.regex(`${month}/${file}`, /^\d{4}-\d\d\/\[\d{4}-\d\d-\d\d\]ApiTrace\.txt$/)
  t.regex(
    readFileSync(join(folder, 'Logs', month, file), 'utf8'),
    /^\n\[[\d:]{8}\.\d{4}\]\n┍-.*\n--beginTime:\[[\d:]{8}\.\d{6}\]\n--endTime {2}:.*\n--duration :[\d.]+ ms\n--level:ApiTrace\n--route:\/t\/a\n[\s\S]*┕-.*\n$/,
  )
  sink.close()
  rmSync(folder, { recursive: true })
})

test('a collector that is dead costs its traces and no call', async (t) => {
  const collectors = [
    {
      kind: 'zipkin',
      url: 'http://127.0.0.1:1',
      rpcName: '',
      samplingRate: 1,
      tags: {},
      intervalMs: 10,
    },
  ] as const
  const world = await openWorld({ trace: { collectors, bodyBytesMax: 10 } })
  const peer = await RawPeer.certified(world)
  peer.onCall = () => payloadOf('', '{}')
  await peer.register('t', [{ route: '/t/a' }])
  for (let count = 0; count < 20; count++) await peer.call('/t/a')
  await until(() => world.traces?.counts.failed === 20)
  t.true(world.told.some((text) => text.includes('traces are lost')))
  await world.close()
})

test('ids are those digits that are there, or a hash that is always the same', (t) => {
  t.is(spanIdOf('0123456789ABCDEF99'), '0123456789abcdef')
  t.regex(spanIdOf('2bb7fbf98a4004'), /^[0-9a-f]{16}$/)
  t.is(spanIdOf('x'), spanIdOf('x'))
})
