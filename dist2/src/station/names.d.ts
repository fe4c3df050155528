import type { FramePort } from './frame-port.js';
/** How a name travels. */
export type Name = {
    /** Number on this link, or -1: the name itself goes along. */
    readonly handle: number;
    /** "METHOD /path" or the topic. */
    readonly key: string;
    /** Without its question mark. */
    readonly query: string;
};
export declare class Names {
    #private;
    constructor(port: FramePort);
    /** @throws CenterError ERR_BAD_ROUTE. */
    path(text: string, hasBody: boolean): Name;
    /** @throws CenterError ERR_BAD_ARGUMENT. */
    topic(topic: string): Name;
}
/** @throws CenterError ERR_BAD_ARGUMENT when this is no topic. */
export declare function checkTopic(topic: string): void;
