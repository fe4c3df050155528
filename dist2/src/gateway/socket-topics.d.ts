import type { Station } from '../station/station.js';
/** Takes the messages of topics; they are encoded once for all. */
export type TopicReader = {
    onTopicMessage(message: Uint8Array | string): void;
};
export declare class SocketTopics {
    #private;
    constructor(station: Pick<Station, 'subscribe' | 'registered'>);
    /**
     * Adds a reader.
     *
     * @returns when messages that are published from now on reach it.
     * Rejects with ERR_BAD_ARGUMENT, ERR_OVERLOADED, ERR_LINK_LOST.
     */
    add(name: string, reader: TopicReader): Promise<void>;
    remove(name: string, reader: TopicReader): void;
}
