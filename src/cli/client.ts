// A connection for the length of one command.

import { CenterError } from '../base/errors.js'
import type { CliClient, CliConnectOptions, CliContext } from './context.js'
import { failureOf, kExitFailed, kExitNoCenter, kExitUsage } from './exit.js'
import { readToken } from './flags.js'

/** The flags of a command that talks to a center. */
export type ConnectFlags = { readonly center?: string; readonly tokenFile?: string }

/**
 * Connects, works, and disconnects whatever happens.
 *
 * @throws CliError with exit code 3 when no center answers, 2 when its address is none, 1 when it refuses or the
 * work fails.
 */
export async function withClient(
  context: CliContext,
  flags: ConnectFlags,
  work: (client: CliClient) => Promise<void>,
): Promise<void> {
  const client = await connectClient(context, flags)
  try {
    await work(client)
  } catch (error) {
    throw failureOf(error)
  } finally {
    await client.close()
  }
}

/** Connects; whoever asked closes. @throws CliError as {@link withClient}. */
export function connectClient(context: CliContext, flags: ConnectFlags): Promise<CliClient> {
  return connecting(flags, (options) => context.connect(flags.center, options))
}

/** Joins or connects with the token that the flags name. @throws CliError as {@link withClient}. */
export async function connecting<Joined>(
  flags: ConnectFlags,
  join: (options: CliConnectOptions) => Promise<Joined>,
): Promise<Joined> {
  const token = await readToken(flags.tokenFile)
  try {
    return await join({ name: 'signalbox-cli', ...(token === undefined ? {} : { token }) })
  } catch (error) {
    throw failureOf(error, exitCodeOf(error))
  }
}

function exitCodeOf(thrown: unknown): number {
  const code = thrown instanceof CenterError ? thrown.code : ''
  if (code === 'ERR_NO_CENTER') return kExitNoCenter
  return code === 'ERR_BAD_ARGUMENT' ? kExitUsage : kExitFailed
}
