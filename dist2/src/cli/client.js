// A connection for the length of one command.
import { CenterError } from '../base/errors.js';
import { kAddressDefault } from '../transport/address.js';
import { failureOf, kExitUsage, noCenterError } from './exit.js';
import { readToken } from './flags.js';
/**
 * Connects, works, and disconnects whatever happens.
 *
 * @throws CliError with exit code 4 when no center answers, 1 when its address is none, else that of the failure.
 */
export async function withClient(context, flags, work) {
    const client = await connectClient(context, flags);
    try {
        await work(client);
    }
    catch (error) {
        throw failureOf(error);
    }
    finally {
        await client.close();
    }
}
/** Connects; whoever asked closes. @throws CliError as {@link withClient}. */
export function connectClient(context, flags) {
    return connecting(flags, (options) => context.connect(flags.center, options));
}
/** Joins or connects with the token that the flags name. @throws CliError as {@link withClient}. */
export async function connecting(flags, join) {
    const token = await readToken(flags.tokenFile);
    try {
        return await join({ name: 'signalbox-cli', ...(token === undefined ? {} : { token }) });
    }
    catch (error) {
        throw connectFailure(error, flags.center ?? process.env.SIGNALBOX_CENTER ?? kAddressDefault);
    }
}
function connectFailure(thrown, address) {
    if (!(thrown instanceof CenterError))
        return failureOf(thrown);
    if (thrown.code === 'ERR_NO_CENTER')
        return noCenterError(address, thrown);
    return thrown.code === 'ERR_BAD_ARGUMENT' ? failureOf(thrown, kExitUsage) : failureOf(thrown);
}
//# sourceMappingURL=client.js.map