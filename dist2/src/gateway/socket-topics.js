// Topics that the WebSockets of one gateway listen to: the station subscribes each once, however many sockets want it.
import { centerError } from '../base/errors.js';
import { kSocketTopicsTotalMax } from '../base/limits.js';
import { writeTopicMessage } from './socket-frames.js';
export class SocketTopics {
    #station;
    #topics = new Map();
    constructor(station) {
        this.#station = station;
    }
    /**
     * Adds a reader.
     *
     * @returns when messages that are published from now on reach it.
     * Rejects with ERR_BAD_ARGUMENT, ERR_OVERLOADED, ERR_LINK_LOST.
     */
    async add(name, reader) {
        const topic = this.#topics.get(name) ?? this.#subscribe(name);
        topic.readers.add(reader);
        try {
            await topic.known;
        }
        catch (error) {
            this.remove(name, reader);
            throw error;
        }
    }
    remove(name, reader) {
        const topic = this.#topics.get(name);
        if (topic === undefined || !topic.readers.delete(reader) || topic.readers.size > 0)
            return;
        this.#topics.delete(name);
        // The link may be lost: then the subscription is not made again.
        topic.end().catch(() => { });
    }
    #subscribe(name) {
        if (this.#topics.size >= kSocketTopicsTotalMax) {
            const what = "the list of the gateway's topics";
            throw centerError('ERR_OVERLOADED', { what, limit: kSocketTopicsTotalMax });
        }
        const readers = new Set();
        const end = this.#station.subscribe(name, (message) => {
            const text = writeTopicMessage(name, message);
            for (const reader of readers)
                reader.onTopicMessage(text);
        });
        const topic = { readers, end, known: this.#station.registered() };
        this.#topics.set(name, topic);
        return topic;
    }
}
//# sourceMappingURL=socket-topics.js.map