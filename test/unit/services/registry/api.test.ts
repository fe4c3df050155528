import test from 'ava'
import { specOf } from '../../../support/lease-world.js'
import { eventsOf, type Json, openRegistryWorld } from '../../../support/registry-world.js'

const namesOf = (list: unknown) => (list as Json[]).map(({ id }) => id)

test('an instance registers with all that it has to say, renews, and leaves', async (t) => {
  const world = await openRegistryWorld()
  const body = {
    name: 'orders',
    address: 'http://h:1/x',
    id: 'o-1',
    version: '1.2',
    tags: ['blue', 'blue'],
    weight: 5,
    metadata: { zone: 'a' },
    leaseMs: 1_000,
  }
  const made = await world.register(body)
  t.like(made, {
    ...body,
    tags: ['blue'],
    state: 'passing',
    note: '',
    remainingMs: 1_000,
    check: { type: 'heartbeat' },
  })
  t.deepEqual((await world.ask('GET', '/v1/instances/o-1')).json, made)
  world.pass(900)
  t.deepEqual((await world.ask('PUT', '/v1/instances/o-1/lease')).json, {
    id: 'o-1',
    leaseMs: 1_000,
  })
  world.pass(900)
  t.is((await world.ask('GET', '/v1/instances/o-1')).json.remainingMs, 100)
  const gone = await world.ask('DELETE', '/v1/instances/o-1')
  t.is(gone.status, 204)
  for (const [method, path] of [
    ['PUT', '/v1/instances/o-1/lease'],
    ['GET', '/v1/instances/o-1'],
    ['DELETE', '/v1/instances/o-1'],
  ] as const) {
    const { status, json } = await world.ask(method, path)
    t.is(status, 404)
    t.deepEqual(json, {
      code: 'ERR_NOT_FOUND',
      text: 'instance o-1 not found',
      status: 404,
      retryable: false,
    })
  }
  await world.registry.close()
})

test('without an address the client is meant, with the port that it names', async (t) => {
  const world = await openRegistryWorld()
  t.is((await world.register({ name: 'a', port: 8_000 })).address, 'http://127.0.0.1:8000')
  t.is(
    (await world.register({ name: 'a', port: '81', address: 'http://h/x' })).address,
    'http://h:81/x',
  )
  await world.registry.close()
})

test('what a registration may not say is refused by its name and rule', async (t) => {
  const world = await openRegistryWorld()
  const fine = { name: 'a', address: 'http://h:1' }
  for (const [body, rule] of [
    [{ address: 'http://h:1' }, /name is absent; a text of 1 to 1024 bytes/],
    [{ name: 'a' }, /address is absent; an address or a port is wanted/],
    [{ ...fine, port: 2 }, /port given twice/],
    [{ ...fine, port: {} }, /port is \{\}; a number from 1 to 65535/],
    [{ name: 'a', port: 0 }, /port is 0; a number from 1/],
    [{ name: 'a', port: 65_536 }, /port is 65536; a number from 1/],
    [{ name: 'a', port: '1e3' }, /port is 1e3; a number from 1/],
    [{ name: 'a', address: 'h' }, /address must be an absolute URI or host:port/],
    [{ name: 'a', address: 1 }, /address is 1; a text is wanted/],
    [{ ...fine, id: 'a b' }, /id is a b; 1 to 128 letters/],
    [{ ...fine, wieght: 1 }, /field is wieght; did you mean weight\?/],
    [{ ...fine, colour: 1 }, /field is colour; one of name/],
    [{ ...fine, weight: 0 }, /weight is 0; a whole number from 1 to 1000/],
    [{ ...fine, tags: 'x' }, /tags is x; a list of at most 32 texts/],
    [{ ...fine, tags: [1] }, /tags is 1; a text of 1 to 128 bytes/],
    [{ ...fine, metadata: { a: 1 } }, /metadata\.a is 1; a text is wanted/],
    [{ ...fine, metadata: { a: 'x'.repeat(5_000) } }, /metadata is 5001 bytes/],
    [{ ...fine, metadata: [] }, /metadata is \[\]; an object of texts/],
    [{ ...fine, leaseMs: 0 }, /leaseMs is 0; milliseconds above 0/],
    [{ ...fine, leaseMs: null }, /an instance without a lease needs a check/],
    [
      { ...fine, check: { type: 'ping' } },
      /check\.type is ping; one of heartbeat, http, tcp, grpc/,
    ],
    [{ ...fine, check: { type: 'http', path: 'x' } }, /check\.path is x; a path/],
    [
      { ...fine, check: { type: 'tcp', intervalMs: 1 } },
      /check\.intervalMs is 1; a whole number from 100/,
    ],
    [
      { ...fine, check: { type: 'tcp', timeoutMs: 10_001 } },
      /check\.timeoutMs is 10001; a whole number from 1 to 10000/,
    ],
    [{ ...fine, check: { type: 'tcp', every: 1 } }, /field is check\.every/],
    [{ ...fine, check: 1 }, /check is 1; a JSON object/],
  ] as const) {
    const { status, json } = await world.ask('POST', '/v1/instances', body)
    t.is(status, 400, JSON.stringify(body))
    t.is(json.code, 'ERR_BAD_ARGUMENT')
    t.regex(String(json.text), rule)
  }
  for (const body of ['', '{', '[]', '1']) {
    const { status, json } = await world.ask('POST', '/v1/instances', body)
    t.is(status, 400)
    t.is(json.code, 'ERR_BAD_BODY')
  }
  const large = await world.ask('POST', '/v1/instances', 'x'.repeat(70_000))
  t.is(large.json.code, 'ERR_BODY_TOO_LARGE')
  await world.register({ ...fine, id: 'mine' })
  const other = await world.ask('POST', '/v1/instances', { ...fine, name: 'b', id: 'mine' })
  t.regex(String(other.json.text), /an instance of a has it/)
  await world.registry.close()
})

test('paths and methods that there are not are told', async (t) => {
  const world = await openRegistryWorld()
  for (const path of [
    '/v1/',
    '/v1/x',
    '/v1/services/a/b',
    '/v1/services/a/b/c',
    '/v1/instances/a/b',
  ]) {
    const { status, json } = await world.ask('GET', path)
    t.is(status, 404, path)
    t.is(json.code, 'ERR_NOT_FOUND')
  }
  const { status, headers, json } = await world.ask('GET', '/v1/instances')
  t.is(status, 405)
  t.is(headers.get('allow'), 'POST')
  t.is(json.code, 'ERR_METHOD')
  t.is((await world.ask('POST', '/v1/services')).status, 405)
  t.is((await world.ask('GET', '/v1/services/%zz')).json.code, 'ERR_BAD_REQUEST')
  await world.registry.close()
})

test('lists instances by tag, version and state', async (t) => {
  const world = await openRegistryWorld()
  await world.register({
    name: 'a/b',
    address: 'http://h:1',
    id: '1',
    tags: ['x', 'y'],
    version: '1',
  })
  await world.register({ name: 'a/b', address: 'http://h:2', id: '2', tags: ['x'], version: '2' })
  const failing = { type: 'tcp', intervalMs: 3_600_000 }
  await world.register({
    name: 'a/b',
    address: 'http://127.0.0.1:1',
    id: '3',
    tags: ['x'],
    check: failing,
  })
  const list = async (query: string) =>
    namesOf((await world.ask('GET', `/v1/services/a%2Fb${query}`)).json.instances)
  t.deepEqual(await list(''), ['1', '2'])
  t.deepEqual(await list('?state=any'), ['1', '2', '3'])
  t.deepEqual(await list('?tag=x&tag=y'), ['1'])
  t.deepEqual(await list('?version=2'), ['2'])
  t.deepEqual(await list('?tag=z'), [])
  t.is((await world.ask('GET', '/v1/services/a%2Fb?state=all')).status, 400)
  t.deepEqual((await world.ask('GET', '/v1/services/none')).json.instances, [])
  await world.registry.close()
})

test('chooses by policy, and says when there is nothing to choose', async (t) => {
  const world = await openRegistryWorld()
  await world.register({ name: 's', address: 'http://h:1', id: '1', weight: 1, tags: ['t'] })
  await world.register({ name: 's', address: 'http://h:2', id: '2', weight: 1_000, tags: ['t'] })
  const choose = async (query: string) =>
    ((await world.ask('GET', `/v1/services/s/choose?${query}`)).json.instance as Json).id
  for (const more of ['', '&tag=t']) {
    const turns = [
      await choose(`policy=round-robin${more}`),
      await choose(`policy=round-robin${more}`),
    ]
    t.deepEqual(turns.sort(), ['1', '2'])
  }
  let heavy = 0
  for (let at = 0; at < 50; at++) if ((await choose('policy=weighted')) === '2') heavy++
  t.true(heavy >= 45, String(heavy))
  const keyed = new Set<unknown>()
  for (let at = 0; at < 40; at++) keyed.add(await choose(`policy=hash&key=${at}`))
  t.is(keyed.size, 2)
  const [one, again] = [await choose('policy=hash&key=k'), await choose('policy=hash&key=k')]
  t.is(one, again)
  t.true(['1', '2'].includes(String(await choose(''))))
  t.true(['1', '2'].includes(String(await choose('tag=t'))))
  const none = await world.ask('GET', '/v1/services/s/choose?tag=q')
  t.is(none.status, 404)
  t.is(none.json.code, 'ERR_NOT_FOUND')
  t.is((await world.ask('GET', '/v1/services/s/choose?policy=best')).status, 400)
  t.is((await world.ask('GET', '/v1/services/s/choose?policy=hash')).status, 400)
  await world.registry.close()
})

test('lists services in pages, in order', async (t) => {
  const world = await openRegistryWorld()
  for (const name of ['c', 'a1', 'b', 'a2']) await world.register({ name, address: 'http://h:1' })
  const { json } = await world.ask('GET', '/v1/services?limit=2')
  t.deepEqual(json.services, [
    { name: 'a1', instances: 1, passing: 1 },
    { name: 'a2', instances: 1, passing: 1 },
  ])
  t.is(json.next, 'a2')
  const rest = (await world.ask('GET', '/v1/services?after=a2')).json
  t.deepEqual(
    (rest.services as Json[]).map(({ name }) => name),
    ['b', 'c'],
  )
  t.is(rest.next, null)
  t.deepEqual(((await world.ask('GET', '/v1/services?prefix=a')).json.services as Json[]).length, 2)
  t.deepEqual((await world.ask('GET', '/v1/services?after=z')).json.services, [])
  t.is((await world.ask('GET', '/v1/services?limit=0')).status, 400)
  await world.registry.close()
})

test('a long poll answers at a change and not before, also for a name that is not there yet', async (t) => {
  const world = await openRegistryWorld()
  const before = (await world.ask('GET', '/v1/services/s')).json.index
  let isAnswered = false
  const waiting = world
    .ask('GET', `/v1/services/s?index=${String(before)}&waitMs=60000`)
    .then((answer) => {
      isAnswered = true
      return answer
    })
  const all = world.ask('GET', `/v1/services?index=${String(before)}`)
  while (world.registry.api.changes.watcherCount < 2)
    await new Promise((resolve) => setTimeout(resolve, 2))
  t.false(isAnswered)
  await world.register({ name: 's', address: 'http://h:1', id: '1' })
  const { json } = await waiting
  t.deepEqual(namesOf(json.instances), ['1'])
  t.true(Number(json.index) > Number(before))
  t.is(((await all).json.services as Json[]).length, 1)
  // A change that came before the question is answered at once, and so is a number of nobody.
  const known = (await world.ask('GET', `/v1/services/s?index=${String(before)}&waitMs=60000`)).json
  t.is(known.index, json.index)
  t.is(
    (await world.ask('GET', `/v1/services/s?index=${Number.MAX_SAFE_INTEGER}&waitMs=60000`)).status,
    200,
  )
  const same = (await world.ask('GET', `/v1/services/s?index=${String(json.index)}&waitMs=1`)).json
  t.is(same.index, json.index)
  t.is((await world.ask('GET', '/v1/services/s?index=1&waitMs=60001')).status, 400)
  const dying = world.ask('GET', `/v1/services/s?index=${String(json.index)}&waitMs=60000`)
  while (world.registry.api.changes.watcherCount < 1)
    await new Promise((resolve) => setTimeout(resolve, 2))
  world.pass(30_000)
  t.deepEqual((await dying).json.instances, [])
  t.is(world.registry.api.changes.watcherCount, 0)
  await world.registry.close()
})

test('a stream tells what there is, then every change; its reader comes back where it was', async (t) => {
  const world = await openRegistryWorld()
  await world.register({ name: 'a', address: 'http://h:1', id: '1' })
  await world.register({ name: 'b', address: 'http://h:2', id: '2' })
  const leave = new AbortController()
  const events = eventsOf(await fetch(`${world.url}/v1/watch`, { signal: leave.signal }))
  const next = async () => (await events.next()).value as { event: string; id: string; data: Json }
  const told = [await next(), await next()]
  t.deepEqual(
    told.map(({ data }) => data.name),
    ['a', 'b'],
  )
  t.is((await next()).event, 'ready')
  await world.register({ name: 'b', address: 'http://h:3', id: '3' })
  const change = await next()
  t.is(change.event, 'service')
  t.deepEqual(namesOf(change.data.instances), ['2', '3'])
  leave.abort()
  await world.register({ name: 'a', address: 'http://h:4', id: '4' })
  const back = async (lastId: string) => {
    const again = new AbortController()
    const stream = eventsOf(
      await fetch(`${world.url}/v1/watch`, {
        signal: again.signal,
        headers: { 'last-event-id': lastId },
      }),
    )
    const list: string[] = []
    for await (const { event, data } of stream) {
      if (event === 'ready') break
      list.push(event === 'service' ? String(data.name) : event)
    }
    again.abort()
    return list
  }
  t.deepEqual(await back(change.id), ['a'])
  world.registry.table.deregister('2')
  world.registry.table.deregister('3')
  t.deepEqual(await back(change.id), ['reset', 'a'])
  const one = eventsOf(await fetch(`${world.url}/v1/services/b/watch`))
  const first = (await one.next()).value as { data: Json }
  t.deepEqual(first.data.instances, [])
  await world.registry.close()
})

test('a stream tells of more instances than may wait at a connection', async (t) => {
  const world = await openRegistryWorld()
  const { table } = world.registry
  const metadata = { text: 'ä'.repeat(2_000) }
  for (let at = 0; at < 2_000; at++) table.register(specOf('many', `http://h:${at}`, { metadata }))
  const stream = new AbortController()
  const response = await fetch(`${world.url}/v1/watch`, { signal: stream.signal })
  const seen: unknown[] = []
  for await (const { event, data } of eventsOf(response)) {
    const { instances } = data
    seen.push(Array.isArray(instances) ? instances.length : event)
    if (event === 'ready') table.register(specOf('many', 'http://h:last', { metadata }))
    if (seen.length === 3) break
  }
  t.deepEqual(seen, [2_000, 'ready', 2_001])
  stream.abort()
  await world.registry.close()
})

test('pages of other origins, and addresses that may not ask, are refused', async (t) => {
  const world = await openRegistryWorld()
  for (const path of ['/register', '/v1/instances', '/services']) {
    const response = await fetch(world.url + path, {
      method: 'POST',
      headers: { origin: 'http://evil.example' },
    })
    t.is(response.status, 403)
  }
  t.is(world.registry.counts.registry_requests_refused, 3)
  await world.registry.close()
  const closed = await openRegistryWorld({ allow: ['10.0.0.0/8'] })
  t.is((await fetch(`${closed.url}/health`)).status, 403)
  await closed.registry.close()
})

test('the pages say how the registry is', async (t) => {
  const world = await openRegistryWorld()
  await world.register({ name: 'a', address: 'http://h:1' })
  t.deepEqual((await world.ask('GET', '/health')).json, { status: 'ok' })
  const services = [{ name: 'a', instances: 1, addresses: 1 }]
  t.deepEqual((await world.ask('GET', '/services')).json, { services, omitted: 0 })
  const metrics = await (await fetch(`${world.url}/metrics`)).text()
  t.regex(metrics, /signalbox_registry_instances 1\n/)
  t.regex(metrics, /signalbox_registry_registrations_total 1\n/)
  t.is((await world.ask('POST', '/health').catch(() => ({ status: 405 }))).status, 405)
  await world.registry.close()
})
