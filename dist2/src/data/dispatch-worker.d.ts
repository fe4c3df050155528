import { LinkListener, type ListenerEvents, type ListenerOptions } from '../transport/link-listener.js';
import type { DispatchOptions, FromData, ToData } from './messages.js';
/** What a dispatch worker is given beside its options. */
export type DispatchSurroundings = {
    post(message: FromData): void;
    makeListener(options: ListenerOptions, events: ListenerEvents): LinkListener;
    /** It has stopped: no message is taken any more. */
    onStopped(): void;
};
/** Where stations knock when nobody says otherwise. */
export declare function makeLinkListener(options: ListenerOptions, events: ListenerEvents): LinkListener;
export declare class DispatchWorker {
    #private;
    constructor(options: DispatchOptions, surroundings: DispatchSurroundings);
    start(): Promise<void>;
    /** The start failed: what was opened is closed. */
    giveUp(): void;
    onMessage(message: ToData): void;
}
