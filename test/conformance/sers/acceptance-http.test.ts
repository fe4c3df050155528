// The acceptance list of docs/SERS.md, items 52 to 56: HTTP. Each test is one item.

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { request as requestTls } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { kSersDefaults } from '../../../src/sers/defaults.js'
import { digestOfToken } from '../../../src/sers/identity.js'
import type { SersFolder, SersHttp, SersOptions } from '../../../src/sers/options.js'
import { localSersSettings } from '../../../src/sers/settings.js'
import { makeCertificate } from '../../support/certificate.js'
import { filesOf, json, payloadOf, RawPeer, rpc } from '../../support/sers/raw-peer.js'
import { openWorld, type SersWorld } from '../../support/sers/world.js'

const kLimit = {
  rateLimitType: 'FixedWindow',
  rateLimitKey: 'k',
  reqLimit: 1_000,
  msInterval: 1_000,
  error: { errorCode: 429 },
} as const

type Answer = {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

const kHttp = localSersSettings(null).options.http as SersHttp // `--sers` alone has one

async function openHttp(
  http: Partial<SersHttp> = {},
  more: Partial<SersOptions> = {},
): Promise<SersWorld> {
  return openWorld({
    ...more,
    http: { ...kHttp, listen: [{ host: '127.0.0.1', port: 0, isTls: false }], ...http },
    goverAccess: kSersDefaults.goverAccess,
  })
}

/** Sends a path as it is: no client tidies it up. */
function ask(
  world: SersWorld,
  path: string,
  more: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = more
  const [host, port] = world.http[0].split(':')
  return new Promise((resolve, reject) => {
    const sent = request({ host, port: Number(port), path, method, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const { statusCode: status = 0 } = response
        resolve({ status, headers: response.headers, body: Buffer.concat(parts).toString() })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

type Seen = {
  route: string
  caller: { source: string }
  user?: unknown
  http: { url: string; method: string; headers: Record<string, string> }
}

/** A station that notes what it is asked. */
async function listening(world: SersWorld, answer: Buffer, nodes: Record<string, unknown>[]) {
  const peer = await RawPeer.certified(world)
  const seen: { data: Seen; value: string }[] = []
  peer.onCall = ([data, value]) => {
    seen.push({ data: JSON.parse(data.toString()) as Seen, value: value.toString() })
    return answer
  }
  await peer.register('x', nodes)
  return seen
}

test('52: a request becomes a call, and its reply the answer', async (t) => {
  const world = await openHttp()
  const data = JSON.stringify({ http: { statusCode: 201, headers: { 'X-A': 'b' } } })
  const seen = await listening(world, payloadOf(data, '{"done":true}', 'dropped'), [
    { route: '/x/a' },
    { route: '/x/w/*' },
  ])
  const answer = await ask(world, '/x/a?p=1&p=2', { headers: { 'X-B': 'c' } })
  t.is(answer.status, 201)
  t.is(answer.headers['x-a'], 'b')
  t.is(answer.headers['content-type'], 'application/json; charset=UTF-8')
  t.is(answer.body, '{"done":true}')
  const [{ data: first, value }] = seen
  t.is(value, '{"p":"1,2"}')
  t.is(first.route, '/x/a')
  t.is(first.http.method, 'GET')
  t.is(first.http.url, `http://${world.http[0]}/x/a?p=1&p=2`)
  t.is(first.http.headers['X-B'], 'c')
  t.is(first.http.headers['Sers-Gateway-RemoteIpAddress'], '127.0.0.1')
  t.regex(first.http.headers['Sers-Gateway-RemotePort'], /^[1-9]\d*$/)
  t.is(first.http.headers['Sers-Gateway-LocalIpAddress'], '127.0.0.1')
  t.is(first.http.headers['Sers-Gateway-LocalPort'], world.http[0].split(':')[1])
  t.is(first.caller.source, 'Outside')
  await ask(world, '/x/w/%E4%B8%AD%20b?q=1', { method: 'POST', body: 'as it is' })
  t.is(seen[1].value, 'as it is')
  t.is(seen[1].data.route, '/x/w/*')
  t.true(seen[1].data.http.url.endsWith('/x/w/%E4%B8%AD%20b?q=1'))
  const missing = await ask(world, '/nope')
  t.is(missing.status, 404)
  t.is(missing.headers.responsestate, 'fail')
  t.is(
    Buffer.from(String(missing.headers.responseerror_base64), 'base64').toString(),
    '{"errorCode":404,"errorMessage":"Not Found"}',
  )
  t.is(missing.body, '{"success":false,"error":{"errorCode":404,"errorMessage":"Not Found"}}')
  await world.close()
})

test('53: nobody from outside says where it comes from or who it is', async (t) => {
  const accounts = [{ digest: digestOfToken('secret'), callerSource: null, userInfo: { id: 7 } }]
  const world = await openHttp({ hooks: [{ kind: 'accounts', accounts }] })
  const seen = await listening(world, payloadOf('', '{}'), [{ route: '/x/a' }])
  await ask(world, '/x/a', {
    headers: {
      'sers-GATEWAY-remoteipaddress': '6.6.6.6',
      'SERS-Gateway-Anything': 'x',
      Cookie: 'user=admin_123456',
    },
  })
  const [{ data }] = seen
  const prefixed = Object.entries(data.http.headers).filter(([name]) =>
    /^sers-gateway-/i.test(name),
  )
  t.deepEqual(
    prefixed.map(([name]) => name.slice('Sers-Gateway-'.length)),
    ['RemoteIpAddress', 'RemotePort', 'LocalIpAddress', 'LocalPort'],
  )
  t.is(data.http.headers['Sers-Gateway-RemoteIpAddress'], '127.0.0.1')
  t.is(data.caller.source, 'Outside')
  t.is(data.user, undefined)
  await ask(world, '/x/a', { headers: { Cookie: 'broken; user=secret; user=other' } })
  t.deepEqual(seen[1].data.user, { userInfo: { id: 7 } })
  for (const [path, method] of [
    ['/_gover_/apiStation/getAll', 'GET'],
    ['/_gover_/apiStation/pause', 'POST'],
  ]) {
    const { status } = await ask(world, path, { method, headers: { Cookie: 'user=secret' } })
    t.is(status, 405, path)
  }
  await world.close()
})

test('54: files are those below their folder', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sers-files-'))
  mkdirSync(join(folder, 'root'))
  writeFileSync(join(folder, 'x'), 'secret')
  writeFileSync(join(folder, 'root', 'index.html'), '<p>here</p>')
  writeFileSync(join(folder, 'root', 'a.odd'), 'odd')
  symlinkSync(join(folder, 'x'), join(folder, 'root', 'link'))
  const pages: SersFolder = {
    path: '/ui',
    folder: join(folder, 'root'),
    defaultNames: ['index.html'],
    headers: { 'Cache-Control': 'public,max-age=3600' },
    types: { '.odd': 'text/odd' },
    name: 'pages',
  }
  const gone = { ...pages, path: '/gone', folder: join(folder, 'gone') }
  const world = await openHttp({ folders: [pages, gone] }, { folders: [pages, gone] })
  t.regex(world.told.join(), /gone is not there/)
  const there = await ask(world, '/ui/')
  t.is(there.body, '<p>here</p>')
  t.is(there.headers['cache-control'], 'public,max-age=3600')
  const paths = [
    '/ui//etc/hostname',
    '/ui/../x',
    '/ui/%2e%2e/x',
    '/ui/..%5cx',
    '/ui/..%2fx',
    '/ui/link',
    '/ui/%00',
    '/ui/C:/x',
  ]
  for (const path of paths) {
    const { status, body } = await ask(world, path)
    t.is(status, 404, path)
    t.false(body.includes('secret'), path)
  }
  // Gateways of Sers ask for the same files by calls.
  const gateway = await RawPeer.certified(world)
  const [first, file] = filesOf(await gateway.ask(payloadOf(rpc('/ui/a.odd'), '')))
  t.is(file.toString(), 'odd')
  const { http } = json(first)
  t.is(http?.statusCode, 200)
  t.like(http?.headers, { 'Content-Type': 'text/odd', 'Cache-Control': 'public,max-age=3600' })
  for (const route of [
    '/ui/../x',
    '/ui//etc/hostname',
    '/ui/link',
    '/ui/none',
    '/ui/..\\x',
    '/gone/x',
  ]) {
    t.is((await gateway.call(route)).value.error?.errorCode, 404, route)
  }
  await world.close()
  rmSync(folder, { recursive: true })
})

test('dot segments are gone before a station sees a path, and what would climb is not found', async (t) => {
  const world = await openHttp()
  const seen = await listening(world, payloadOf('', 'v'), [{ route: '/x/*' }])
  for (const [path, url] of [
    ['/x/../x/b?q=..', '/x/b?q=..'],
    ['/x/./a/%2E%2e/c', '/x/c'],
    ['/x/a/..', '/x/'],
    ['/../../x/d', '/x/d'],
    ['/x/..a/%zz.b', '/x/..a/%zz.b'],
  ]) {
    t.is((await ask(world, path)).status, 200, path)
    t.is(/^http:\/\/[^/]+(.*)$/.exec(seen.at(-1)?.data.http.url ?? '')?.[1], url)
  }
  for (const path of ['/x/..%5c..%5cb', '/x/%2e%2e%5Cb', '/x/a%2f..%2f..%2fb', '/x/../y']) {
    t.is((await ask(world, path)).status, 404, path)
  }
  t.is(seen.length, 5)
  await world.close()
})

test('HTTP/1.0 is taken, one request a connection and without chunks', async (t) => {
  const world = await openHttp()
  const seen = await listening(world, payloadOf('', '"old"'), [{ route: '/x/a' }])
  const port = Number(world.http[0].split(':')[1])
  const answerTo = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const parts: Buffer[] = []
      const socket = connect(port, '127.0.0.1', () => socket.write(text))
      socket.on('data', (part: Buffer) => parts.push(part))
      socket.on('end', () => resolve(Buffer.concat(parts).toString()))
      socket.on('error', reject)
    })
  const head = 'POST /x/a HTTP/1.0\r\nHost: h\r\n'
  const first = await answerTo(
    `${head}Connection: keep-alive\r\nContent-Length: 4\r\n\r\nbody${head}Content-Length: 4\r\n\r\nmore`,
  )
  t.regex(first, /^HTTP\/1\.1 200 OK\r\n[\s\S]*Connection: close\r\n[\s\S]*\r\n\r\n"old"$/)
  t.deepEqual(
    seen.map(({ value }) => value),
    ['body'],
  )
  t.regex(await answerTo(`${head}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`), /^HTTP\/1\.1 400 /)
  t.is(seen.length, 1)
  await world.close()
})

test('what a station says that nobody can read is an error, not a success', async (t) => {
  const world = await openHttp()
  await listening(world, payloadOf('\xff\xfe', 'value'), [{ route: '/x/a' }])
  t.is((await ask(world, '/x/a')).status, 500)
  await world.close()
})

test('55: pages of other origins are let in only where they are listed', async (t) => {
  const kEvil = 'https://evil.example'
  const world = await openHttp({ origins: ['https://good.example'] })
  const asked = async (origin: string, on = world) =>
    (await ask(on, '/nope', { headers: { Origin: origin } })).headers
  const evil = await asked(kEvil)
  t.is(evil['access-control-allow-origin'], undefined)
  t.is(evil['access-control-allow-credentials'], undefined)
  const good = await asked('https://good.example')
  t.is(good['access-control-allow-origin'], 'https://good.example')
  t.is(good['access-control-allow-credentials'], 'true')
  const preflight = await ask(world, '/x', {
    method: 'OPTIONS',
    headers: { Origin: kEvil, 'Access-Control-Request-Method': 'POST' },
  })
  t.is(preflight.headers['access-control-allow-origin'], undefined)
  await world.close()
  const open = await openHttp({ origins: '*' })
  const any = await asked(kEvil, open)
  t.is(any['access-control-allow-origin'], '*')
  t.is(any['access-control-allow-credentials'], undefined)
  await open.close()
})

test('56: a header value never splits the answer, and a percent sign arrives', async (t) => {
  const world = await openHttp()
  const headers = {
    'X-Split': 'a\r\nX-Evil: 1\r\n\r\nbody',
    'Bad Name': 'x',
    'X-Percent': '100%s',
    'Content-Length': '3',
    'Transfer-Encoding': 'chunked',
  }
  await listening(world, payloadOf(JSON.stringify({ http: { headers } }), '"whole"'), [
    { route: '/x/a' },
  ])
  const answer = await ask(world, '/x/a')
  t.is(answer.body, '"whole"')
  t.is(answer.headers['x-evil'], undefined)
  t.is(answer.headers['x-split'], undefined)
  t.is(answer.headers['x-percent'], '100%s')
  await world.close()
})

test('a gateway of the original kind sees a percent sign doubled', async (t) => {
  const world = await openHttp()
  await listening(world, payloadOf(JSON.stringify({ http: { headers: { 'X-P': '50%' } } }), ''), [
    { route: '/x/a' },
  ])
  const gateway = await RawPeer.certified(world)
  await gateway.register('CGateway', [])
  t.deepEqual((await gateway.call('/x/a')).data.http?.headers, { 'X-P': '50%%' })
  await world.close()
})

test('the plain page lists what there is, and says it in harmless characters', async (t) => {
  const world = await openHttp()
  await listening(world, payloadOf('', ''), [{ route: '/x/<b>' }])
  const { status, body, headers } = await ask(world, '/_gover_/index.html')
  t.is(status, 200)
  t.regex(String(headers['content-security-policy']), /default-src 'none'/)
  t.true(body.includes('/x/&lt;b&gt;') && !body.includes('/x/<b>'))
  t.true(world.hub.limits.add({ ...kLimit, rateLimitKey: '<key>' }))
  for (const [path, has, lacks] of [
    ['ServiceStation', '<h2>Stations', '<h2>Services'],
    ['ApiStation', '<h2>Api stations', '<h2>Services'],
    ['ApiDoc', '/x/&lt;b&gt;', '<h2>Stations'],
    ['ApiDoc.html?r=_gover_', '/_gover_/rateLimit/add', '/x/&lt;b&gt;'],
    ['ActiveApiDoc.html?r=x', '/x/&lt;b&gt;', '/_gover_/rateLimit/add'],
    ['RateLimit', '&lt;key&gt;', '<key>'],
    ['Health', 'WorkingSet', '<h2>Services'],
  ]) {
    const page = await ask(world, `/_gover_/${path.includes('.') ? path : `${path}.html`}`)
    t.is(page.status, 200, path)
    t.true(page.body.includes(has) && !page.body.includes(lacks), path)
  }
  t.is((await ask(world, '/_gover_/Other.html')).status, 404)
  const stranger = await ask(world, '/_gover_/index.html', { headers: { Host: 'evil.example' } })
  t.false(stranger.body.includes('/x/'))
  t.regex(stranger.body, /Statistics/)
  // Gateways of Sers ask for the page by a call.
  const gateway = await RawPeer.certified(world)
  const [first, page] = filesOf(await gateway.ask(payloadOf(rpc('/_gover_/index.html'), '')))
  t.is(json(first).http?.headers?.['Content-Type'], 'text/html; charset=utf-8')
  t.regex(page.toString(), /Statistics/)
  t.false(page.toString().includes('/x/'))
  await world.close()
})

test('an administrator governs by HTTP with a password, and whoever guesses waits', async (t) => {
  const secrets: SersOptions['secrets'] = [
    { secret: 'SersCL', role: 'station', routes: null },
    { secret: 'the king', role: 'admin', routes: null },
  ]
  const world = await openHttp({}, { secrets })
  const basic = (password: string) => ({
    Authorization: `Basic ${Buffer.from(`me:${password}`).toString('base64')}`,
    Host: 'center.example',
  })
  const path = '/_gover_/apiStation/getAll'
  t.is((await ask(world, path)).status, 405)
  t.is((await ask(world, path, { headers: basic('SersCL') })).status, 405)
  t.true((await ask(world, path, { headers: basic('the king') })).body.startsWith('{"data":['))
  t.is((await ask(world, '/_gover_/?login', { headers: { Host: 'a.example' } })).status, 401)
  t.regex((await ask(world, '/_gover_/', { headers: basic('the king') })).body, /<h2>Services/)
  // A page of somebody else cannot make a browser that is logged in change anything.
  const pause = '/_gover_/apiStation/pause'
  const foreign = { ...basic('the king'), Origin: 'https://evil.example' }
  t.is((await ask(world, pause, { method: 'POST', headers: foreign })).status, 405)
  t.is((await ask(world, pause, { headers: basic('the king') })).status, 405)
  for (const Origin of ['http://center.example', 'https://center.example']) {
    const headers = { ...basic('the king'), Origin }
    const paused = await ask(world, `${pause}?stationName=none`, { method: 'POST', headers })
    t.is(paused.body, '{"success":false}', 'nobody has this name')
  }
  for (let count = 0; count < 6; count++) await ask(world, path, { headers: basic('wrong') })
  t.is((await ask(world, path, { headers: basic('the king') })).status, 429)
  await world.close()
})

test('HTTP speaks TLS with an archive or PEM files, and sends the rest on to it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sers-tls-'))
  const { certFile, keyFile } = makeCertificate(folder)
  const listen = [
    { host: '127.0.0.1', port: 0, isTls: true },
    { host: '127.0.0.1', port: 0, isTls: false },
  ]
  const redirect = { host: 'secure.example', port: 4581, status: 307 }
  const world = await openHttp({ listen, tls: { certFile, keyFile }, redirect })
  const seen = await listening(world, payloadOf('', '"safe"'), [{ route: '/x/a' }])
  const [secure, plain] = world.http
  const answer = await new Promise<string>((resolve, reject) => {
    const port = Number(secure.split(':')[1])
    const asked = { host: '127.0.0.1', port, path: '/x/a', rejectUnauthorized: false }
    requestTls(asked, (response) => {
      response.on('data', (part: Buffer) => resolve(part.toString()))
    })
      .on('error', reject)
      .end()
  })
  t.is(answer, '"safe"')
  t.is(seen[0].data.http.url, `https://${secure}/x/a`)
  const sent = await ask({ ...world, http: [plain] }, '/x/a?b=1')
  t.is(sent.status, 307)
  t.is(sent.headers.location, 'https://secure.example:4581/x/a?b=1')
  await world.close()
  rmSync(folder, { recursive: true })
})
