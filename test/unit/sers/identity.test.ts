import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test from 'ava'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { digestOfToken, type HookOptions, Identity } from '../../../src/sers/identity.js'
import { type Origin, readCall, SersCall } from '../../../src/sers/sers-call.js'
import { writeFiles } from '../../../src/wire/sers/files.js'
import { until } from '../../support/until.js'

const kTrusted: Origin = {
  address: '',
  isTrusted: true,
  isAdmin: false,
  isLocal: true,
  isCounted: true,
}

function callWith(headers: Record<string, string>, origin = kTrusted, more: object = {}): SersCall {
  const data = { route: '/a', caller: { rid: '1', source: 'Internal' }, http: { headers }, ...more }
  const reading = readCall(writeFiles([Buffer.from(JSON.stringify(data))]))
  if (!reading.ok) throw new Error('the call is readable')
  const asker = {
    peer: null,
    keyLow: 0,
    keyHigh: 0,
    mode: 'json',
    settle: null,
    flight: null,
  } as const
  return new SersCall({ ...asker }, origin, reading)
}

async function identified(hooks: readonly HookOptions[], call: SersCall, answer = '') {
  const asked: string[] = []
  const ask = async (route: string, method: string, value: Buffer) => {
    asked.push(`${method} ${route} ${value.toString()}`)
    return Buffer.from(answer)
  }
  const identity = new Identity(hooks, ask, () => {})
  const error = await identity.identify(call)
  identity.close()
  return { error, asked }
}

test('what speaks for the outside is outside, and registers all the same', async (t) => {
  const edge = { ...kTrusted, isTrusted: false }
  const call = callWith({}, edge, { user: { userInfo: 1 } })
  await identified([], call)
  t.deepEqual(call.data, {
    route: '/a',
    caller: { rid: '1', source: 'OutSide' },
    http: { headers: {} },
  })
  t.true(call.isChanged)
  const own = callWith({}, edge, { route: '/_sys_/serviceStation/regist' })
  await identified([], own)
  t.false(own.isChanged)
})

test('a cookie names an account; one that is malformed loses only itself', async (t) => {
  const accounts = [{ digest: digestOfToken('t1'), callerSource: 'Partner', userInfo: { id: 1 } }]
  const hooks: HookOptions[] = [{ kind: 'accounts', accounts }]
  const good = callWith({ cookie: 'x; =; user=t1; user=t2' })
  await identified(hooks, good)
  t.deepEqual(good.data.user, { userInfo: { id: 1 } })
  t.is(good.data.caller?.source, 'Partner')
  for (const cookie of ['user=t2', 'user', 'xuser=t1', '']) {
    const call = callWith({ Cookie: cookie })
    await identified(hooks, call)
    t.false(call.isChanged, cookie)
  }
})

test('a bearer token is asked about', async (t) => {
  const hooks: HookOptions[] = [{ kind: 'bearer', route: '/auth/verify', method: 'POST' }]
  const call = callWith({ AUTHORIZATION: 'bearer abc' })
  const { asked } = await identified(
    hooks,
    call,
    '{"success":true,"data":{"id":5,"roles":["admin"]}}',
  )
  t.deepEqual(asked, ['POST /auth/verify {"at":"abc"}'])
  t.deepEqual(call.data.user, { userInfo: { id: 5, roles: ['admin'] } })
  t.true(call.isAdmin)
  for (const [headers, answer] of [
    [{ Authorization: 'Basic abc' }, '{"success":true,"data":{}}'],
    [{ Authorization: 'Bearer abc' }, '{"success":false}'],
    [{ Authorization: 'Bearer abc' }, 'garbage'],
  ] as const) {
    const other = callWith(headers)
    await identified(hooks, other, answer)
    t.false(other.isChanged)
  }
})

test('a JSON web token is held against the keys of its issuer', async (t) => {
  const pair = await generateKeyPair('RS256')
  const stranger = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one' }
  let body = JSON.stringify({ keys: [jwk] })
  const server = createServer((_request, response) => response.end(body))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const hook = {
    kind: 'jwt',
    keysUrl: `http://127.0.0.1:${port}/keys`,
    algorithms: ['RS256'],
    issuer: 'us',
    audiences: ['API'],
    callerSource: 'Internal',
    requireValid: false,
  } as const
  const token = (key: typeof pair.privateKey, claims: object, expires = '1h', kid = 'one') =>
    new SignJWT({ iss: 'us', aud: 'api', sub: 'me', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid })
      .setExpirationTime(expires)
      .sign(key)
  const outcome = async (bearer: string, options: HookOptions = hook) => {
    const identity = new Identity(
      [options],
      async () => Buffer.alloc(0),
      () => {},
    )
    // The keys come a moment after the start; until then nobody is known, and nobody waits.
    const good = await token(pair.privateKey, {})
    await until(async () => {
      const probe = callWith({ Authorization: `Bearer ${good}` })
      await identity.identify(probe)
      return probe.isChanged
    })
    const call = callWith({ Authorization: `Bearer ${bearer}` })
    const error = await identity.identify(call)
    identity.close()
    return {
      error,
      user: call.data.user as { userInfo: { sub: string } } | undefined,
      source: call.data.caller?.source,
    }
  }
  const good = await outcome(await token(pair.privateKey, { role: 'admin' }))
  t.is(good.user?.userInfo.sub, 'me')
  t.is(good.source, 'Internal')
  const bad = [
    await token(stranger.privateKey, {}),
    await token(pair.privateKey, { iss: 'them' }),
    await token(pair.privateKey, { aud: 'other' }),
    await token(pair.privateKey, {}, '-1s'),
    'garbage',
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`,
  ]
  for (const one of bad) {
    const { user, error } = await outcome(one)
    t.is(user, undefined)
    t.is(error, null)
  }
  t.like((await outcome(bad[0], { ...hook, requireValid: true })).error, { errorCode: 401 })
  body = JSON.stringify([jwk])
  t.is((await outcome(await token(pair.privateKey, {}))).user?.userInfo.sub, 'me')
  server.close()
})
