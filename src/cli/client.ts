// A connection for the length of one command.

import { CenterError } from '../base/errors.js'
import { kAddressDefault } from '../transport/address.js'
import type { CliClient, CliContext } from './context.js'
import { failureOf, kExitUsage, noCenterError } from './exit.js'
import { readToken } from './flags.js'

/** The flags of a command that talks to a center. */
export type ConnectFlags = { readonly center?: string; readonly tokenFile?: string }

/**
 * Connects, works, and disconnects whatever happens.
 *
 * @throws CliError with exit code 4 when no center answers, 1 when its address is none, else that of the failure.
 */
export async function withClient(
  context: CliContext,
  flags: ConnectFlags,
  work: (client: CliClient) => Promise<void>,
): Promise<void> {
  const client = await open(context, flags)
  try {
    await work(client)
  } catch (error) {
    throw failureOf(error)
  } finally {
    await client.close()
  }
}

async function open(context: CliContext, flags: ConnectFlags): Promise<CliClient> {
  const token = await readToken(flags.tokenFile)
  try {
    return await context.connect(flags.center, {
      name: 'signalbox-cli',
      ...(token === undefined ? {} : { token }),
    })
  } catch (error) {
    throw connectFailure(error, flags.center ?? process.env.SIGNALBOX_CENTER ?? kAddressDefault)
  }
}

function connectFailure(thrown: unknown, address: string): Error {
  if (!(thrown instanceof CenterError)) return failureOf(thrown)
  if (thrown.code === 'ERR_NO_CENTER') return noCenterError(address, thrown)
  return thrown.code === 'ERR_BAD_ARGUMENT' ? failureOf(thrown, kExitUsage) : failureOf(thrown)
}
