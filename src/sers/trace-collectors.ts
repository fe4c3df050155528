// Where traces go: a text file a day, Splunk, Elasticsearch, Zipkin, and OpenTelemetry over HTTP.

import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { membersOf, parseObject } from '../wire/sers/rpc-data.js'
import { sersTime } from './station-row.js'
import type { CollectorOptions, Span } from './trace.js'

type Members = Readonly<Record<string, unknown>>

const kTimeoutMs = 10_000
const kTagCharactersMax = 4_096
const kLevel = 'ApiTrace'

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

/** The blocks of the original's file: a line each, whatever callers put into their values. */
async function writeText(
  folder: string,
  spans: readonly Span[],
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const byDay = new Map<string, string[]>()
  for (const span of spans) {
    const [begin, end] = timesOf(span)
    const day = begin.slice(0, 10)
    const clock = (time: string) => `[${time.slice(11)}]`
    const lines = [
      '',
      `${clock(end).slice(0, -3)}]`,
      '┍------------ ---------┑',
      `--beginTime:${clock(begin)}`,
      `--endTime  :${clock(end)}`,
      `--duration :${span.durationMs.toFixed(3)} ms`,
      ...Object.entries({ level: kLevel, route: span.route, ...textTags(tags, span) }).map(
        ([name, value]) => oneLine(`--${name}:${value}`),
      ),
      '┕------------ ---------┙',
      '',
    ]
    byDay.set(day, [...(byDay.get(day) ?? []), lines.join('\n')])
  }
  for (const [day, texts] of byDay) {
    const month = join(folder, day.slice(0, 7))
    await mkdir(month, { recursive: true })
    await appendFile(join(month, `[${day}]ApiTrace.txt`), texts.join(''))
  }
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ')
}

/** `yyyy-MM-dd HH:mm:ss.ffffff` of beginning and end. */
function timesOf({ beginMs, durationMs }: Span): [begin: string, end: string] {
  const timeOf = (ms: number) => {
    const micros = String(Math.floor((ms * 1_000) % 1_000_000)).padStart(6, '0')
    return `${sersTime(new Date(ms))}.${micros}`
  }
  return [timeOf(beginMs), timeOf(beginMs + durationMs)]
}

/** What the original says of a call, and its ids beside it. */
function eventOf(span: Span, tags: Readonly<Record<string, string>>): Members {
  const { route, service, spanId, traceId, parentId, durationMs, isError } = span
  const [beginTime, endTime] = timesOf(span)
  return {
    level: kLevel,
    beginTime,
    endTime,
    duration: durationMs,
    route,
    service,
    spanId,
    traceId,
    parentId,
    isError,
    ...valueTags(tags, span),
  }
}

function splunkEvent(options: CollectorOptions & { kind: 'splunk' }, span: Span): string {
  const { host, appInfo, tags } = options
  const event = { ...eventOf(span, tags), ...(appInfo === undefined ? {} : { appInfo }) }
  return JSON.stringify({ time: span.beginMs / 1_000, ...host, event })
}

function elasticLines(options: CollectorOptions & { kind: 'elastic' }, span: Span): string {
  const { index, type, appInfo, tags } = options
  const action = { index: { _index: index, ...(type === '_doc' ? {} : { _type: type }) } }
  const document = {
    '@timestamp': span.beginMs,
    time: new Date(span.beginMs).toISOString(),
    level: kLevel,
    apiTrace: eventOf(span, tags),
    ...(appInfo === undefined ? {} : { appInfo }),
  }
  return `${JSON.stringify(action)}\n${JSON.stringify(document)}\n`
}

function zipkinSpan(options: CollectorOptions & { kind: 'zipkin' }, span: Span): Members {
  return {
    traceId: span.traceId,
    id: span.spanId,
    ...(span.parentId === null ? {} : { parentId: span.parentId }),
    name: options.rpcName,
    kind: 'CLIENT', // the center asks; what the station does with it is the station's span
    timestamp: Math.round(span.beginMs * 1_000),
    duration: Math.max(1, Math.round(span.durationMs * 1_000)),
    localEndpoint: { serviceName: span.service },
    tags: { ...textTags(options.tags, span), ...(span.isError ? { error: 'true' } : {}) },
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
            attributes: Object.entries(textTags(tags, span)).map(([key, value]) =>
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

/** Tags with their templates filled in, as texts; those that say nothing are left out. */
function textTags(
  tags: Readonly<Record<string, string>>,
  span: Span,
): Readonly<Record<string, string>> {
  const entries = Object.entries(valueTags(tags, span)).flatMap(
    ([name, value]): [string, string][] =>
      value === undefined || value === null ? [] : [[name, textOfValue(value)]],
  )
  return Object.fromEntries(entries)
}

/** The same as values of JSON. Names may be templates, too; one that is empty names nothing. */
function valueTags(tags: Readonly<Record<string, string>>, span: Span): Members {
  const entries = Object.entries(tags).map(([name, value]): [string, unknown] => [
    textOfValue(fill(name, span) ?? ''),
    fill(value, span),
  ])
  return Object.fromEntries(entries.filter(([name]) => name !== ''))
}

const kWholeTemplate = /^\{\{([^}]*)\}\}$/

/** A template alone is the value that it names; inside of a text it is the text of that. */
function fill(template: string, span: Span): unknown {
  const whole = kWholeTemplate.exec(template)
  if (whole !== null) return valueAt(whole[1], span)
  return template.replace(/\{\{([^}]*)\}\}/g, (_, path: string) =>
    textOfValue(valueAt(path, span) ?? ''),
  )
}

function valueAt(path: string, span: Span): unknown {
  const [first, ...rest] = path.trim().split('.')
  let value: unknown
  if (first === 'requestRpc') value = span.requestRpc
  else if (first === 'responseRpc') value = span.responseRpc
  else if (first === 'requestData') value = span.requestData
  else if (first === 'responseData') value = span.responseData
  // Data are text as long as nobody asks for a part of them.
  if (typeof value === 'string' && rest.length > 0) value = parseObject(value)
  for (const part of rest) {
    const members = membersOf(value)
    value = members !== undefined && Object.hasOwn(members, part) ? members[part] : undefined
  }
  return value
}

function textOfValue(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.slice(0, kTagCharactersMax)
}
