// Reads the gateway (Sers.Gateway) and the static files of an appsettings.json.

import { resolve } from 'node:path'
import { isLoopback } from '../transport/address.js'
import { kSersJsonType } from '../wire/sers/answers.js'
import { membersOf } from '../wire/sers/rpc-data.js'
import { kSersHttpPort } from './defaults.js'
import type { SersFolder, SersHttp } from './options.js'
import { readRateLimit } from './rate-limits.js'
import { readHooks } from './settings-hooks.js'
import type { Section } from './settings-section.js'

type HostPort = { readonly host: string; readonly port: number }

const kBodyBytesDefault = 16 * 1024 * 1024
const kIgnored = ['httpsRedirection', 'certificates']

/** @param listen where the file does not say it; null: the file says it. */
export function readHttp(
  gateway: Section,
  folder: string,
  listen: readonly HostPort[] | null,
  notices: string[],
): SersHttp {
  const webHost = gateway.group('WebHost')
  const urls = listen ?? webHost.texts('urls').flatMap((text) => urlsOf(webHost, text))
  const callerSource = gateway.group('Rpc').text('CallerSource', 'Outside')
  if (callerSource === 'Internal' && urls.some(({ host }) => !isLoopback(host))) {
    throw gateway.fault(
      'Rpc.CallerSource',
      callerSource,
      'what comes from beyond this machine is not internal',
    )
  }
  const rateLimits = gateway.groups('rateLimit').map((section) => {
    const names = [
      'rateLimitType',
      'rateLimitKey',
      'reqLimit',
      'msInterval',
      'error',
      'route',
      'caller',
    ]
    const said = Object.fromEntries(
      names.filter((name) => section.has(name)).map((name) => [name, section.any(name)]),
    )
    const rule = readRateLimit(said)
    if (typeof rule === 'string') throw section.fault('rateLimitKey', said.rateLimitKey, rule)
    return rule
  })
  const ignored = webHost.ignore(...kIgnored)
  if (ignored.length > 0)
    notices.push(`not done here, use the gateway of signalbox: ${ignored.join(', ')}`)
  return {
    listen: urls,
    callerSource,
    ipPrefix: webHost.text('prefixOfCopyIpToHeader', 'Sers-Gateway-'),
    origins: readOrigins(webHost),
    contentType: webHost.text('ResponseDefaultContentType', kSersJsonType),
    folders: webHost.has('staticFiles') ? readFolders([webHost.group('staticFiles')], folder) : [],
    rateLimits,
    hooks: readHooks(gateway.groups('BeforeCallApi'), notices),
    bodyBytesMax: webHost.whole('bodyBytesMax', kBodyBytesDefault, 1, 2 ** 31 - 1),
  }
}

/** An allow-list of origins; `allowAnyOrigin` means every origin, without credentials. */
function readOrigins(webHost: Section): '*' | readonly string[] {
  const isAny = webHost.flag('allowAnyOrigin', false)
  const listed = webHost.texts('allowOrigins')
  return isAny && listed.length === 0 ? '*' : listed
}

/** `http://*:4580`, several with `;` between them. */
function urlsOf(webHost: Section, text: string): HostPort[] {
  return text.split(';').map((one) => {
    const found = /^http:\/\/(\*|\+|\[[^\]]+\]|[^:/]+)(?::(\d+))?\/?$/.exec(one.trim())
    const port = Number(found?.[2] ?? kSersHttpPort)
    if (found === null || port > 65_535) {
      throw webHost.fault(
        'urls',
        one,
        'http://HOST:PORT is wanted; TLS is the gateway of signalbox',
      )
    }
    const host = found[1] === '*' || found[1] === '+' ? '0.0.0.0' : found[1].replace(/^\[|\]$/g, '')
    return { host, port }
  })
}

export function readFolders(sections: readonly Section[], folder: string): SersFolder[] {
  return sections.map((section) => {
    const root = section.text('rootPath', 'wwwroot')
    const headers = membersOf(section.any('responseHeaders')) ?? {
      'Cache-Control': 'public,max-age=3600',
    }
    const route = section.text('route', section.text('requestPath', ''))
    section.ignore('apiName', 'useDirectoryBrowser', 'contentTypeMapFile')
    return {
      path: route.replace(/\/?\*$/, ''),
      folder: resolve(folder, root),
      defaultNames: section.has('defaultFileNames')
        ? section.texts('defaultFileNames')
        : ['index.html'],
      headers: Object.fromEntries(
        Object.entries(headers).flatMap(([name, value]) =>
          typeof value === 'string' ? [[name, value]] : [],
        ),
      ),
    }
  })
}
