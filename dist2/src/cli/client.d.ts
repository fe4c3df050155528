import type { CliClient, CliConnectOptions, CliContext } from './context.js';
/** The flags of a command that talks to a center. */
export type ConnectFlags = {
    readonly center?: string;
    readonly tokenFile?: string;
};
/**
 * Connects, works, and disconnects whatever happens.
 *
 * @throws CliError with exit code 4 when no center answers, 1 when its address is none, else that of the failure.
 */
export declare function withClient(context: CliContext, flags: ConnectFlags, work: (client: CliClient) => Promise<void>): Promise<void>;
/** Connects; whoever asked closes. @throws CliError as {@link withClient}. */
export declare function connectClient(context: CliContext, flags: ConnectFlags): Promise<CliClient>;
/** Joins or connects with the token that the flags name. @throws CliError as {@link withClient}. */
export declare function connecting<Joined>(flags: ConnectFlags, join: (options: CliConnectOptions) => Promise<Joined>): Promise<Joined>;
