// Reads the gateway (Sers.Gateway) and the static files of an appsettings.json.

import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'jsonc-parser'
import { readTlsFiles } from '../http/tls-files.js'
import { isLoopback } from '../transport/address.js'
import { kSersJsonType } from '../wire/sers/answers.js'
import { membersOf } from '../wire/sers/rpc-data.js'
import { kSersHttpPort } from './defaults.js'
import type { SersFolder, SersHttp } from './options.js'
import { readRateLimit } from './rate-limits.js'
import { readHooks } from './settings-hooks.js'
import type { Section } from './settings-section.js'

type Listen = SersHttp['listen'][number]

const kBodyBytesDefault = 16 * 1024 * 1024
const kHttpsPort = 443
const kRedirectDefault = 307
const kTypesBytesMax = 256 * 1024

/** @param listen where the file does not say it; null: the file says it. */
export function readHttp(
  gateway: Section,
  folder: string,
  listen: readonly Listen[] | null,
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
  const tls = readCertificate(webHost, folder)
  if (tls === null && urls.some(({ isTls }) => isTls))
    throw webHost.fault('certificates', undefined, 'an https address wants a certificate')
  return {
    listen: urls,
    tls,
    redirect: readRedirect(webHost, urls),
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

/** The first of the list: a listener has one. */
function readCertificate(webHost: Section, folder: string): SersHttp['tls'] {
  const [first] = webHost.groups('certificates')
  if (first === undefined) return null
  const pathOf = (name: string) => resolve(folder, first.text(name, ''))
  const files = first.has('certFile')
    ? { certFile: pathOf('certFile'), keyFile: pathOf('keyFile') }
    : { pfxFile: pathOf('filePath'), passphrase: first.text('password', '') }
  readTlsFiles(files)
  return files
}

function readRedirect(webHost: Section, urls: readonly Listen[]): SersHttp['redirect'] {
  if (!webHost.has('httpsRedirection')) return null
  const section = webHost.group('httpsRedirection')
  const secure = urls.find(({ isTls }) => isTls)?.port ?? kHttpsPort
  const host = section.text('host', '')
  return {
    host: host === '' ? null : host,
    port: section.whole('port', secure, 1, 65_535),
    status: section.whole('statusCode', kRedirectDefault, 301, 308),
  }
}

/** An allow-list of origins; `allowAnyOrigin` means every origin, without credentials. */
function readOrigins(webHost: Section): '*' | readonly string[] {
  const isAny = webHost.flag('allowAnyOrigin', false)
  const listed = webHost.texts('allowOrigins')
  return isAny && listed.length === 0 ? '*' : listed
}

/** `http://*:4580`, several with `;` between them. */
function urlsOf(webHost: Section, text: string): Listen[] {
  return text.split(';').map((one) => {
    const found = /^(https?):\/\/(\*|\+|\[[^\]]+\]|[^:/]+)(?::(\d+))?\/?$/i.exec(one.trim())
    const isTls = found?.[1].toLowerCase() === 'https'
    const port = Number(found?.[3] ?? (isTls ? kHttpsPort : kSersHttpPort))
    if (found === null || port > 65_535) {
      throw webHost.fault('urls', one, 'http://HOST:PORT or https://HOST:PORT is wanted')
    }
    const [, , name] = found
    const host = name === '*' || name === '+' ? '0.0.0.0' : name.replace(/^\[|\]$/g, '')
    return { host, port, isTls }
  })
}

export function readFolders(sections: readonly Section[], folder: string): SersFolder[] {
  return sections.map((section) => {
    const root = section.text('rootPath', 'wwwroot')
    const headers = membersOf(section.any('responseHeaders')) ?? {
      'Cache-Control': 'public,max-age=3600',
    }
    const route = section.text('route', section.text('requestPath', ''))
    section.ignore('useDirectoryBrowser')
    const types = section.text('contentTypeMapFile', '')
    return {
      types: types === '' ? {} : readTypes(section, resolve(folder, types)),
      name: section.text('apiName', route),
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

/** `{".html": "text/html"}`; a file that is not there says nothing, as with the original. */
function readTypes(section: Section, path: string): Readonly<Record<string, string>> {
  if (!existsSync(path)) return {}
  const text = readFileSync(path, 'utf8')
  const said = text.length > kTypesBytesMax ? undefined : membersOf(parse(text))
  if (said === undefined)
    throw section.fault('contentTypeMapFile', path, 'an object of texts is wanted')
  const types = Object.entries(said).flatMap(([ending, type]): [string, string][] =>
    typeof type === 'string' ? [[ending.toLowerCase(), type]] : [],
  )
  return Object.fromEntries(types)
}
