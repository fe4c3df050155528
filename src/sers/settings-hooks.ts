// Reads the identity hooks (BeforeCallApi) of an appsettings.json.

import { digestOfToken, type HookOptions } from './identity.js'
import type { Section } from './settings-section.js'

const kShippedToken = 'admin_123456'
const kHookMembers = ['account', 'api_verifyAt', 'api_httpMethod']
const kAlgorithms = ['RS256', 'ES256', 'EdDSA'] as const

export function readHooks(sections: readonly Section[], notices: string[]): HookOptions[] {
  return sections.flatMap((section): HookOptions[] => {
    const className = section.text('className', '')
    const named = `${className} ${section.text('assemblyFile', '')}`
    if (className === '') {
      notices.push(`${section.path} is off, for it names no className`)
      section.ignore(...kHookMembers)
      return []
    }
    if (/AccountInCookie/i.test(named)) return [accounts(section, notices)]
    if (/Bearer/i.test(named)) {
      const route = section.text('api_verifyAt', '')
      if (route === '') throw section.fault('api_verifyAt', '', 'a route is wanted')
      return [{ kind: 'bearer', route, method: section.text('api_httpMethod', 'POST') }]
    }
    if (/JsonWebToken|Jwt/i.test(named)) return [token(section)]
    notices.push(`${section.path} is skipped: ${named.trim()} cannot be loaded here`)
    return []
  })
}

/** Whoever has a cookie is a user, and never the center's administrator. */
function accounts(section: Section, notices: string[]): HookOptions {
  const list = section.groups('account').flatMap((account) => {
    const userToken = account.text('userToken', '')
    if (userToken === '') throw account.fault('userToken', 'empty', 'everybody knows it')
    const callerSource = account.has('CallerSource') ? account.text('CallerSource', '') : null
    const userInfo = account.any('userInfo')
    if (userToken === kShippedToken) {
      // Nobody chose it: the files that Sers is shipped with have it.
      notices.push(`${account.path} is left out: everybody knows its userToken ${kShippedToken}`)
      return []
    }
    if (callerSource === 'Internal') {
      throw account.fault('CallerSource', callerSource, 'a cookie does not make a call internal')
    }
    return [{ digest: digestOfToken(userToken), callerSource, userInfo }]
  })
  return { kind: 'accounts', accounts: list }
}

function token(section: Section): HookOptions {
  const keysUrl = section.text('publicKeysDiscovery_Url', '')
  if (!/^https?:\/\//.test(keysUrl)) {
    throw section.fault('publicKeysDiscovery_Url', keysUrl, 'an http or https address is wanted')
  }
  const algorithms = section.has('algorithms') ? section.texts('algorithms') : ['RS256']
  for (const algorithm of algorithms) {
    if (!kAlgorithms.some((known) => known === algorithm)) {
      throw section.fault('algorithms', algorithm, `one of ${kAlgorithms.join(', ')} is wanted`)
    }
  }
  return {
    kind: 'jwt',
    keysUrl,
    algorithms,
    issuer: section.has('issuer') ? section.text('issuer', '') : null,
    audiences: section.texts('audiences'),
    callerSource: section.has('CallerSource') ? section.text('CallerSource', '') : null,
    requireValid: section.flag('requireValid', false),
  }
}
