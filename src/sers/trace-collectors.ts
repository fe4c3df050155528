// Where traces go: a text file a day, Splunk, Elasticsearch, Zipkin, and OpenTelemetry over HTTP.

import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { membersOf, parseObject } from '../wire/sers/rpc-data.js'
import { sersTime } from './station-row.js'
import type { CollectorOptions, Span } from './trace.js'

type Members = Readonly<Record<string, unknown>>

const kTimeoutMs = 10_000
const kTagCharactersMax = 4_096

/** Hands a batch to a collector. Rejects when it did not take it. */
export async function collect(options: CollectorOptions, spans: readonly Span[]): Promise<void> {
  switch (options.kind) {
    case 'txt':
      return writeText(options.folder, spans, options.tags)
    case 'splunk':
      return post(options.url, spans.map((span) => splunkEvent(options, span)).join('\n'), {
        Authorization: `Splunk ${options.authToken}`,
      })
    case 'elastic':
      return post(
        `${options.url.replace(/\/$/, '')}/_bulk`,
        spans.map((span) => elasticLines(options, span)).join(''),
        { 'Content-Type': 'application/x-ndjson' },
      )
    case 'zipkin': {
      const url = options.url.replace(/\/$/, '')
      const whole = url.endsWith('/api/v2/spans') ? url : `${url}/api/v2/spans`
      return post(whole, JSON.stringify(spans.map((span) => zipkinSpan(options, span))))
    }
    case 'otlp':
      return post(options.url, JSON.stringify(otlpBody(spans, options.tags)))
  }
}

async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
    signal: AbortSignal.timeout(kTimeoutMs),
  })
  await response.arrayBuffer() // the connection is used again
  if (!response.ok) throw new Error(`${url} answered with status ${response.status}`)
}

async function writeText(
  folder: string,
  spans: readonly Span[],
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const byDay = new Map<string, string[]>()
  for (const span of spans) {
    const begin = new Date(span.beginMs)
    const day = sersTime(begin).slice(0, 10)
    const end = new Date(span.beginMs + span.durationMs)
    const lines = [
      `[${sersTime(begin)}] ${span.route}`,
      `  begin: ${sersTime(begin)}.${String(begin.getMilliseconds()).padStart(3, '0')}`,
      `  end: ${sersTime(end)}.${String(end.getMilliseconds()).padStart(3, '0')}`,
      `  duration: ${span.durationMs.toFixed(3)} ms`,
      ...Object.entries(filled(tags, span)).map(([name, value]) => `  ${name}: ${oneLine(value)}`),
    ]
    byDay.set(day, [...(byDay.get(day) ?? []), lines.join('\n')])
  }
  for (const [day, texts] of byDay) {
    const month = join(folder, day.slice(0, 7))
    await mkdir(month, { recursive: true })
    await appendFile(join(month, `[${day}]ApiTrace.txt`), `${texts.join('\n')}\n`)
  }
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ')
}

function splunkEvent(options: CollectorOptions & { kind: 'splunk' }, span: Span): string {
  const { index, hostInfo, appInfo } = options
  return JSON.stringify({
    time: span.beginMs / 1_000,
    ...(index === '' ? {} : { index }),
    ...(hostInfo === '' ? {} : { host: hostInfo }),
    event: { ...plain(span), ...filled(options.tags, span), appInfo },
  })
}

function elasticLines(options: CollectorOptions & { kind: 'elastic' }, span: Span): string {
  const { index, type, appInfo } = options
  const action = { index: { _index: index, ...(type === '_doc' ? {} : { _type: type }) } }
  const time = new Date(span.beginMs).toISOString()
  const document = { time, ...plain(span), ...filled(options.tags, span), appInfo }
  return `${JSON.stringify(action)}\n${JSON.stringify(document)}\n`
}

function plain({ route, service, spanId, traceId, parentId, durationMs, isError }: Span): Members {
  return { route, service, spanId, traceId, parentId, duration: durationMs, isError }
}

function zipkinSpan(options: CollectorOptions & { kind: 'zipkin' }, span: Span): Members {
  return {
    traceId: span.traceId,
    id: span.spanId,
    ...(span.parentId === null ? {} : { parentId: span.parentId }),
    name: options.rpcName === '' ? span.route : options.rpcName,
    kind: 'SERVER',
    timestamp: Math.round(span.beginMs * 1_000),
    duration: Math.max(1, Math.round(span.durationMs * 1_000)),
    localEndpoint: { serviceName: span.service },
    tags: { ...filled(options.tags, span), ...(span.isError ? { error: 'true' } : {}) },
  }
}

/** One request of OTLP/HTTP in JSON (https://opentelemetry.io/docs/specs/otlp/). */
function otlpBody(spans: readonly Span[], tags: Readonly<Record<string, string>>): Members {
  const services = new Map<string, Span[]>()
  for (const span of spans)
    services.set(span.service, [...(services.get(span.service) ?? []), span])
  const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } })
  return {
    resourceSpans: [...services].map(([service, own]) => ({
      resource: { attributes: [attribute('service.name', service)] },
      scopeSpans: [
        {
          scope: { name: 'signalbox.sers' },
          spans: own.map((span) => ({
            traceId: span.traceId.padStart(32, '0'),
            spanId: span.spanId,
            ...(span.parentId === null ? {} : { parentSpanId: span.parentId }),
            name: span.route,
            kind: 2,
            startTimeUnixNano: nanos(span.beginMs),
            endTimeUnixNano: nanos(span.beginMs + span.durationMs),
            attributes: Object.entries(filled(tags, span)).map(([key, value]) =>
              attribute(key, value),
            ),
            status: { code: span.isError ? 2 : 1 },
          })),
        },
      ],
    })),
  }
}

function nanos(ms: number): string {
  return (BigInt(Math.round(ms * 1_000)) * 1_000n).toString()
}

/** Tags with their templates filled in; names may be templates, too. */
function filled(tags: Readonly<Record<string, string>>, span: Span): Record<string, string> {
  const values: Members = {
    requestRpc: span.requestRpc,
    responseRpc: span.responseRpc,
    requestData: parseObject(span.requestData) ?? span.requestData,
    responseData: parseObject(span.responseData) ?? span.responseData,
  }
  return Object.fromEntries(
    Object.entries(tags).map(([name, value]) => [fill(name, values), fill(value, values)]),
  )
}

function fill(template: string, values: Members): string {
  return template.replace(/\{\{([^}]*)\}\}/g, (_, path: string) => {
    let value: unknown = values
    for (const part of path.trim().split('.')) {
      const members = membersOf(value)
      value = members !== undefined && Object.hasOwn(members, part) ? members[part] : undefined
    }
    const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
    return text.slice(0, kTagCharactersMax)
  })
}
