// Reads the collectors of traces (Sers.ApiTrace.Collector, Sers.AppEvent) of an appsettings.json.

import { resolve } from 'node:path'
import { membersOf } from '../wire/sers/rpc-data.js'
import type { Section } from './settings-section.js'
import type { CollectorOptions, TraceOptions } from './trace.js'

const kIntervalMsMax = 3_600_000
const kRpcName = 'ServiceCenter'
const kBodyBytesMax = 1024 * 1024

/** @param folder that `Logs` is relative to. */
export function readTrace(sers: Section, folder: string, notices: string[]): TraceOptions | null {
  // Former versions have the settings of a collector in the event itself.
  const own: CollectorOptions[] = []
  const publisher = sers.groups('AppEvent').find((section) => {
    const named = `${section.text('className', '')} ${section.text('assemblyFile', '')}`
    if (/ApiTracePublisher/.test(named)) return true
    const former = /Gover\.Apm\.(Zipkin|Txt)/.exec(named)?.[1] ?? ''
    const made = collectorOf(section, former === 'Txt' ? 'TxtCollector' : former, folder)
    if (made !== null) own.push(made)
    else notices.push(`${section.path} is skipped: ${named.trim()} cannot be loaded here`)
    return false
  })
  const trace = sers.group('ApiTrace')
  const collectors = trace.groups('Collector')
  const wanted = publisher?.text('collectorName', '')
  const options = collectors.flatMap((section): CollectorOptions[] => {
    const named = `${section.text('className', '')} ${section.text('assemblyFile', '')}`.trim()
    const name = section.text('collectorName', '')
    const isMeant =
      publisher !== undefined && (wanted === '' || wanted === name || named.includes(wanted ?? ''))
    const made = collectorOf(section, named, folder)
    if (made === null) notices.push(`${section.path} is skipped: ${named} cannot be loaded here`)
    return made === null || !isMeant ? [] : [made]
  })
  const all = [...own, ...options]
  if (all.length === 0) return null
  // What callers say goes there: a file of somebody else's may name a place of somebody else's.
  for (const one of all) if ('url' in one) notices.push(`traces of calls go to ${one.url}`)
  return {
    collectors: all,
    bodyBytesMax: trace.whole('bodyBytesMax', 4_096, 0, kBodyBytesMax),
  }
}

function collectorOf(section: Section, named: string, folder: string): CollectorOptions | null {
  const tags = tagsOf(section)
  // Former versions say `client` and `message` for what is `server` now.
  const server = section.group(section.has('client') ? 'client' : 'server')
  const intervalMs = server.whole('intervalMs', 1_000, 10, kIntervalMsMax)
  const url = server.text('url', section.text('zipkinCollectorUrl', section.text('otlpUrl', '')))
  if (/TxtCollector/i.test(named))
    return { kind: 'txt', folder: resolve(folder, 'Logs'), tags, intervalMs }
  if (/Splunk/i.test(named)) {
    return {
      kind: 'splunk',
      url,
      authToken: server.text('authToken', ''),
      host: hostOf(section, server),
      appInfo: section.any('appInfo'),
      tags,
      intervalMs,
    }
  }
  if (/Elastic/i.test(named)) {
    return {
      kind: 'elastic',
      url,
      index: server.text('index', 'sers'),
      type: server.text('type', '_doc'),
      appInfo: section.any('appInfo'),
      tags,
      intervalMs,
    }
  }
  if (/Zip[Kk]in/i.test(named)) {
    const rate = Number(section.any('SamplingRate') ?? 1)
    if (!(rate >= 0 && rate <= 1))
      throw section.fault('SamplingRate', rate, 'a share from 0 to 1 is wanted')
    return {
      kind: 'zipkin',
      url,
      rpcName: section.text('rpcName', '') || kRpcName,
      samplingRate: rate,
      tags,
      intervalMs,
    }
  }
  if (/Otlp|OpenTelemetry/i.test(named)) return { kind: 'otlp', url, tags, intervalMs }
  return null
}

/** Where events of Splunk come from: a host, or its members; former versions say `message` for it. */
function hostOf(section: Section, server: Section): Readonly<Record<string, string>> {
  const name = section.has('message') ? 'message' : 'hostInfo'
  const said = section.any(name)
  const members = membersOf(said) ?? { host: said }
  const names = ['index', 'host', 'source', 'sourcetype']
  const all = { index: server.any('index'), ...members }
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, value]): [string, string][] =>
      names.includes(key) && typeof value === 'string' ? [[key, value]] : [],
    ),
  )
}

function tagsOf(section: Section): Readonly<Record<string, string>> {
  const said = membersOf(section.any('tags')) ?? {}
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  )
}
