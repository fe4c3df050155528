// Who is behind a call: the hooks that Sers calls BeforeCallApi. They set `user`, and never make a call internal unless told.

import { createHash, timingSafeEqual } from 'node:crypto'
import { kSersErrors, type SsError } from '../wire/sers/answers.js'
import { membersOf, parseObject, type RpcData, textOf } from '../wire/sers/rpc-data.js'
import { type JwtKeyOptions, JwtKeys } from './jwt-keys.js'
import { headerOfCall, type SersCall, sourceOf } from './sers-call.js'

type Members = Readonly<Record<string, unknown>>

export type HookOptions =
  | {
      readonly kind: 'accounts'
      /** Tokens are held as digests only. */
      readonly accounts: readonly {
        readonly digest: Buffer
        readonly callerSource: string | null
        readonly userInfo: unknown
      }[]
    }
  | { readonly kind: 'bearer'; readonly route: string; readonly method: string }
  | ({
      readonly kind: 'jwt'
      readonly issuer: string | null
      readonly audiences: readonly string[]
      readonly callerSource: string | null
      readonly requireValid: boolean
    } & JwtKeyOptions)

/** What the Bearer hook asks with: a call of the center itself, and its reply's value. */
export type AskInside = (route: string, method: string, value: Buffer) => Promise<Buffer>

type Hook = (call: SersCall) => SsError | null | Promise<SsError | null>

export function digestOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

export class Identity {
  readonly #hooks: readonly Hook[]
  readonly #keys: JwtKeys[] = []

  constructor(options: readonly HookOptions[], ask: AskInside, warn: (text: string) => void) {
    this.#hooks = options.map((hook) => {
      if (hook.kind === 'accounts') return (call) => byCookie(call, hook)
      if (hook.kind === 'bearer') return (call) => byBearer(call, hook, ask)
      const keys = new JwtKeys(hook, warn)
      this.#keys.push(keys)
      return (call) => byToken(call, hook, keys)
    })
  }

  /** Runs the hooks in their order; the first error refuses the call. */
  identify(call: SersCall): SsError | null | Promise<SsError | null> {
    clampSource(call)
    return this.#hooks.length === 0 ? null : this.#run(call)
  }

  close(): void {
    for (const keys of this.#keys) keys.close()
  }

  async #run(call: SersCall): Promise<SsError | null> {
    for (const hook of this.#hooks) {
      const error = await hook(call)
      if (error !== null) return error
    }
    return null
  }
}

/** Whoever speaks for the outside is outside, and says nothing about users. A registration is about itself. */
function clampSource(call: SersCall): void {
  if (call.origin.isTrusted || call.route.startsWith('/_sys_/')) return
  const { data } = call
  const source = sourceOf(data)
  if (source !== 'OutSide' && source !== 'Outside') setSource(call, 'OutSide')
  if (data.user !== undefined && data.user !== null) {
    const { user: _dropped, ...rest } = call.data
    call.change(rest)
  }
}

function setSource(call: SersCall, source: string): void {
  call.change({ ...call.data, caller: { ...membersOf(call.data.caller), source } })
}

function setUser(call: SersCall, userInfo: unknown): void {
  call.change({ ...call.data, user: { userInfo } })
}

function hasUser(data: RpcData): boolean {
  return data.user !== undefined && data.user !== null
}

// ---- AccountInCookie

function byCookie(
  call: SersCall,
  { accounts }: HookOptions & { kind: 'accounts' },
): SsError | null {
  const token = cookieOf(headerOfCall(call.data, 'cookie') ?? '', 'user')
  if (token === undefined) return null
  const digest = digestOfToken(token)
  let found: (typeof accounts)[number] | undefined
  for (const account of accounts) if (timingSafeEqual(account.digest, digest)) found = account
  if (found === undefined) return null
  if (found.callerSource !== null) setSource(call, found.callerSource)
  if (found.userInfo !== undefined) setUser(call, found.userInfo)
  return null
}

/** The first cookie of a name; a malformed one only loses itself. */
export function cookieOf(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const equals = part.indexOf('=')
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim()
  }
  return undefined
}

// ---- Bearer

async function byBearer(
  call: SersCall,
  { route, method }: HookOptions & { kind: 'bearer' },
  ask: AskInside,
): Promise<SsError | null> {
  const token = bearerOf(headerOfCall(call.data, 'authorization') ?? '')
  if (token === undefined || hasUser(call.data) || call.route === route) return null
  const answer = parseObject(
    (await ask(route, method, Buffer.from(JSON.stringify({ at: token })))).toString(),
  )
  if (answer?.success === true && answer.data !== undefined && answer.data !== null) {
    setUser(call, answer.data)
    call.isAdmin ||= isAdmin(answer.data)
  }
  return null
}

function bearerOf(header: string): string | undefined {
  return /^bearer +([^\s]+)\s*$/i.exec(header)?.[1]
}

// ---- JsonWebToken

async function byToken(
  call: SersCall,
  hook: HookOptions & { kind: 'jwt' },
  keys: JwtKeys,
): Promise<SsError | null> {
  if (hasUser(call.data)) return null
  const token =
    bearerOf(headerOfCall(call.data, 'authorization') ?? '') ??
    cookieOf(headerOfCall(call.data, 'cookie') ?? '', 'Authorization')?.replace(/^bearer\s+/i, '')
  if (token === undefined || token === '') return null
  const claims = await keys.verify(token)
  if (claims === null || !isMeant(claims, hook))
    return hook.requireValid ? kSersErrors.unauthorized : null
  setUser(call, claims)
  if (hook.callerSource !== null) setSource(call, hook.callerSource)
  call.isAdmin ||= isAdmin(claims)
  return null
}

function isMeant(claims: Members, { issuer, audiences }: HookOptions & { kind: 'jwt' }): boolean {
  if (issuer !== null && claims.iss !== issuer) return false
  if (audiences.length === 0) return true
  const said: readonly unknown[] = Array.isArray(claims.aud) ? claims.aud : [claims.aud]
  const named = said.map((audience) => textOf(audience)?.toLowerCase())
  return audiences.some((audience) => named.includes(audience.toLowerCase()))
}

/** Administrators are those whose token says the role `admin`. */
function isAdmin(userInfo: unknown): boolean {
  const members = membersOf(userInfo)
  const roles: unknown = members?.roles ?? members?.role
  return Array.isArray(roles) ? roles.includes('admin') : roles === 'admin'
}
