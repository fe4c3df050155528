import type { CliConnectOptions, Screen } from '../../../src/cli/context.js';
import type { CenterOptions } from '../../../src/control/options.js';
import type { Reload } from '../../../src/control/reload.js';
import type { GatewayOptions } from '../../../src/control/start-gateway.js';
import type { CallOptions } from '../../../src/station/call.js';
/** What the made-up center and client were asked. */
export type Asked = {
    readonly starts: CenterOptions[];
    readonly gateways: GatewayOptions[];
    readonly reloads: CenterOptions[];
    readonly connects: [address: string | undefined, options: CliConnectOptions][];
    readonly calls: [route: string, body: unknown, options: CallOptions | undefined][];
    /** What the supervisor was told. */
    readonly notified: string[];
    /** `drain`, `close` of the center, `disconnect` of a client, `exit N`; in order. */
    readonly events: string[];
    readonly progress: string[];
    readonly published: [topic: string, message: unknown][];
};
export type FakeWorld = {
    /** What a call answers with, or throws. */
    answer?: (route: string, options: CallOptions | undefined) => unknown;
    /** What subscribers get. */
    messages?: readonly unknown[];
    messagesLostCount?: number;
    /** Instead of connecting. */
    refuse?: () => never;
    /** What the start waits for, or throws. */
    start?: () => Promise<void>;
    drain?: () => Promise<number>;
    /** Rejects when the center dies. */
    ended?: Promise<void>;
    stationAddress?: string;
    httpAddress?: string;
    /** Secret of the account that the start made. */
    madeSecret?: string;
    /** What a reload answers with, or throws. */
    reload?: () => Reload;
    /** There is a supervisor; the number is its watchdog's interval in milliseconds. */
    supervisor?: {
        readonly watchdogMs: number | null;
    };
    isAlive?: () => boolean;
    stdin?: string;
    isTerminal?: boolean;
    screen?: Screen;
};
export type Run = {
    readonly asked: Asked;
    readonly exitCode: Promise<number>;
    readonly stdout: () => string;
    readonly stdoutBytes: () => Buffer;
    readonly stderr: () => string;
    /** Sends a signal to the command. */
    readonly stop: () => void;
    /** Sends SIGHUP. */
    readonly hangUp: () => void;
    /** How many commands still listen for signals. */
    readonly listenerCount: () => number;
};
/** Runs a command in a made-up world. */
export declare function run(args: readonly string[], world?: FakeWorld): Run;
/** Throws what `connect` throws where no center is. */
export declare function noCenter(): never;
