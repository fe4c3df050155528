// Who people are to a center: accounts with secrets, and login links that are good once. Main thread.

import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { type Clock, systemClock } from '../base/clock.js'
import { centerError } from '../base/errors.js'
import { AccountFile, type StoredAccount } from './account-file.js'
import { openDataFolder } from './data-folder.js'
import { FairTurns } from './fair-turns.js'

/** The account that every center has. */
export const kAdminId = 'admin'
/** Its secret with `dev`, as compatible systems have it everywhere. */
const kDevSecret = 'micro'

/** An account that has proved who it is. */
export type Account = {
  readonly id: string
  /** What it may do; `admin` is everything. */
  readonly scopes: readonly string[]
  /** When its secret was made, in milliseconds since 1970: what was granted before that is void. */
  readonly changedMs: number
}

/** `busy`: too many are being asked at once; nothing was compared, try again. */
export type Verdict =
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly reason: 'wrong' | 'busy' }

/** Cost of scrypt: 16 MiB and about 50 ms for each comparison. */
const kScryptCost = 1 << 14
const kHashBytes = 32
const kSaltBytes = 16
/** Random bytes of a secret: too many to guess, few enough to type. */
const kSecretBytes = 20
const kSecretCharactersMax = 1_024

/** Comparisons at once: each takes 16 MiB and a thread that files wait for, too. */
const kVerifyingMax = 2
/** Comparisons that wait for their turn, of all addresses; see fair-turns.ts for who is refused. */
const kWaitingMax = 32
/** Wrong secrets of one account in a minute before each further answer waits. */
const kFailuresMax = 10
const kFailureWindowMs = 60_000
/** How long it waits. */
const kFailureWaitMs = 1_000
/** Wrong answers that wait at once; a further one does not, for the comparisons themselves take longer by then. */
const kPenaltiesMax = 64
/** Wrong answers of one address that wait at once; a further try from there is refused. */
const kPenaltiesPerClientMax = 16

const kLoginTokenBytes = 32
/** A login link is good for ten minutes: time to open a browser. */
const kLoginTokenMs = 600_000
/** Login links that are good at once; a further one replaces the oldest. */
const kLoginTokensMax = 16

export type AccountsOptions = {
  /** Where accounts are stored; null: in memory, for as long as the process runs. */
  readonly dataDir: string | null
  /** Gives admin its well-known secret, and stores nothing. */
  readonly isDev: boolean
}

/** What tests put in the place of time. */
export type AccountsTime = {
  readonly clock: Clock
  readonly wait: (ms: number) => Promise<void>
}

const kSystemTime: AccountsTime = {
  clock: systemClock,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

export class Accounts {
  /** The secret of admin where this start made it, to be shown once and kept nowhere; else null. */
  readonly madeSecret: string | null
  readonly #file: AccountFile | null
  /** Where there is no file. */
  readonly #inMemory: readonly StoredAccount[]
  readonly #time: AccountsTime
  /** Compared with when nobody has the id, so that the answer takes as long. */
  readonly #nobody: StoredAccount
  /** Points in time of wrong secrets by account, the last ones. */
  readonly #failures = new Map<string, number[]>()
  /** Login tokens by their hash. */
  readonly #tokens = new Map<string, { readonly id: string; readonly deadlineMs: number }>()
  readonly #turns = new FairTurns(kVerifyingMax, kWaitingMax)
  /** Wrong answers that wait, by address. */
  readonly #penalties = new Map<string, number>()
  #penaltyCount = 0

  /** Made by {@link openAccounts}. */
  constructor(
    file: AccountFile | null,
    inMemory: readonly StoredAccount[],
    nobody: StoredAccount,
    madeSecret: string | null,
    time: AccountsTime,
  ) {
    this.#file = file
    this.#inMemory = inMemory
    this.#nobody = nobody
    this.madeSecret = madeSecret
    this.#time = time
  }

  /**
   * Compares a secret, in a time that tells nothing about it. After 10 wrong ones within a minute, the account's
   * further wrong answers take a second longer; a right secret waits for its turn alone, and addresses take turns.
   *
   * @param client address that the secret comes from.
   */
  async verify(id: string, secret: string, client: string): Promise<Verdict> {
    if ((this.#penalties.get(client) ?? 0) >= kPenaltiesPerClientMax) {
      return { ok: false, reason: 'busy' }
    }
    const account = this.#find(id)
    // Longer than any secret there is: not worth the hash's time.
    const text = secret.length > kSecretCharactersMax ? '' : secret
    const isRight = await this.#turns.run(client, () => isSecretOf(account ?? this.#nobody, text))
    if (isRight === null) return { ok: false, reason: 'busy' }
    if (account !== undefined && isRight) return { ok: true, account: shown(account) }
    await this.#punish(account?.id ?? '', client)
    return { ok: false, reason: 'wrong' }
  }

  /**
   * Makes a token for a login link: good once, for ten minutes, in this process.
   *
   * @throws CenterError ERR_BAD_ARGUMENT when there is no such account.
   */
  issueLoginToken(id: string): string {
    if (this.#find(id) === undefined) throw noAccount(id)
    const token = randomBytes(kLoginTokenBytes).toString('base64url')
    const [oldest] = this.#tokens.keys()
    if (this.#tokens.size >= kLoginTokensMax && oldest !== undefined) this.#tokens.delete(oldest)
    const deadlineMs = this.#time.clock.nowMs() + kLoginTokenMs
    this.#tokens.set(digestOf(token), { id, deadlineMs })
    return token
  }

  /** Takes a login token back. @returns its account; null when it is unknown, used, or too old. */
  redeem(token: string): Account | null {
    const digest = digestOf(token)
    const entry = this.#tokens.get(digest)
    this.#tokens.delete(digest)
    if (entry === undefined || this.#time.clock.nowMs() > entry.deadlineMs) return null
    const account = this.#find(entry.id)
    return account === undefined ? null : shown(account)
  }

  /** An account by its id: what a session of it may do now. */
  find(id: string): Account | null {
    const account = this.#find(id)
    return account === undefined ? null : shown(account)
  }

  #find(id: string): StoredAccount | undefined {
    const accounts = this.#file === null ? this.#inMemory : this.#file.read()
    return accounts?.find((account) => account.id === id)
  }

  async #punish(id: string, client: string): Promise<void> {
    const nowMs = this.#time.clock.nowMs()
    const recent = (this.#failures.get(id) ?? []).filter((at) => at > nowMs - kFailureWindowMs)
    const isTooMany = recent.length >= kFailuresMax
    this.#failures.set(id, [...recent.slice(isTooMany ? 1 : 0), nowMs])
    if (!isTooMany || this.#penaltyCount >= kPenaltiesMax) return
    this.#penaltyCount++
    this.#penalties.set(client, (this.#penalties.get(client) ?? 0) + 1)
    try {
      await this.#time.wait(kFailureWaitMs)
    } finally {
      this.#penaltyCount--
      const count = this.#penalties.get(client) ?? 0
      if (count > 1) this.#penalties.set(client, count - 1)
      else this.#penalties.delete(client)
    }
  }
}

/**
 * Opens the accounts of a center; makes the account admin with a random secret where there is none.
 *
 * Rejects with ERR_BAD_ARGUMENT when the folder cannot be made, or the file does not hold accounts, not even one; and with the
 * system's error when it cannot be read or written.
 */
export async function openAccounts(
  { dataDir, isDev }: AccountsOptions,
  time = kSystemTime,
): Promise<Accounts> {
  const nobody = nobodysAccount()
  if (isDev) {
    return new Accounts(null, [await adminAccount(kDevSecret)], nobody, null, time)
  }
  const secret = newSecret()
  if (dataDir === null) {
    return new Accounts(null, [await adminAccount(secret)], nobody, secret, time)
  }
  const file = openFile(dataDir)
  const isThere = file.read() !== null
  // Another center may have made the file meanwhile; then its secret holds.
  const isMade = !isThere && file.create([await adminAccount(secret)])
  if ((file.read() ?? []).length === 0) throw nobodyThere(file.path)
  return new Accounts(file, [], nobody, isMade ? secret : null, time)
}

/**
 * Gives an account a new secret. A running center of this data folder takes it at once.
 *
 * @returns the secret, which is stored nowhere.
 * Rejects with ERR_BAD_ARGUMENT when there is no such account.
 */
export async function resetSecret(dataDir: string, id: string): Promise<string> {
  const file = openFile(dataDir)
  const accounts = file.read() ?? []
  const account = accounts.find((other) => other.id === id)
  const secret = newSecret()
  if (account === undefined && id !== kAdminId) throw noAccount(id)
  const fresh = await storedAccount(id, account?.scopes ?? [kAdminId], secret)
  file.replace([...accounts.filter((other) => other.id !== id), fresh])
  return secret
}

function openFile(dataDir: string): AccountFile {
  openDataFolder(dataDir)
  return new AccountFile(dataDir)
}

function adminAccount(secret: string): Promise<StoredAccount> {
  return storedAccount(kAdminId, [kAdminId], secret)
}

async function storedAccount(
  id: string,
  scopes: readonly string[],
  secret: string,
): Promise<StoredAccount> {
  const salt = randomBytes(kSaltBytes)
  const hash = await hashOf(secret, salt, kScryptCost)
  const stored = { salt: salt.toString('hex'), hash: hash.toString('hex'), cost: kScryptCost }
  return { id, scopes, ...stored, changedMs: Date.now() }
}

/** No secret has its hash, which is as long and costs as much to compare as any. */
function nobodysAccount(): StoredAccount {
  const salt = randomBytes(kSaltBytes).toString('hex')
  const hash = randomBytes(kHashBytes).toString('hex')
  return { id: '', scopes: [], salt, hash, cost: kScryptCost, changedMs: 0 }
}

async function isSecretOf(account: StoredAccount, secret: string): Promise<boolean> {
  const wanted = Buffer.from(account.hash, 'hex')
  const given = await hashOf(secret, Buffer.from(account.salt, 'hex'), account.cost)
  return wanted.length === given.length && timingSafeEqual(wanted, given)
}

function hashOf(secret: string, salt: Buffer, cost: number): Promise<Buffer> {
  // Twice what the cost asks for: scrypt refuses at exactly the bound.
  const options = { N: cost, r: 8, p: 1, maxmem: 256 * 8 * cost }
  return new Promise((resolve, reject) => {
    scrypt(secret.normalize('NFC'), salt, kHashBytes, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    )
  })
}

function newSecret(): string {
  return randomBytes(kSecretBytes).toString('base64url')
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function shown({ id, scopes, changedMs }: StoredAccount): Account {
  return { id, scopes, changedMs }
}

/** No account in the file, or a link where nothing is behind. */
function nobodyThere(path: string): Error {
  const rule = 'nobody could log in with it; `signalbox account reset admin` makes an account'
  return centerError('ERR_BAD_ARGUMENT', { name: 'the account file', value: path, rule })
}

function noAccount(id: string): Error {
  const rule = 'there is no such account'
  return centerError('ERR_BAD_ARGUMENT', { name: 'account', value: id, rule })
}
