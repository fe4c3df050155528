// Messages of topics: from a publisher's ring into the ring of each subscriber.
import { kCounterIndex } from '../base/counter-names.js';
import { kFlagNamed, kTargetWord } from '../wire/frame.js';
import { copyFrame, copyFrameView } from '../wire/frame-copy.js';
import { nameInContext } from './frame-names.js';
/** One view of a message for all subscribers beats copying its words for each from here on: by 80 ns at four of them. */
const kViewBytesMin = 96;
export class MessagePath {
    #links;
    #topics;
    // The message being fanned out: fields instead of a closure per message.
    #message = {
        words: new Int32Array(0),
        bytes: new Uint8Array(0),
        view: null,
        offset: 0,
        size: 0,
        kindFlagsContext: 0,
    };
    constructor(links, topics) {
        this.#links = links;
        this.#topics = topics;
    }
    /** A message of a topic. */
    onMessage(link, offset, size, kindFlagsContext) {
        const words = link.reader.words;
        const handle = link.handles[words[(offset >> 2) + kTargetWord]];
        const isNamed = ((kindFlagsContext >> 8) & kFlagNamed) !== 0;
        const topic = isNamed ? nameInContext(link, offset, size, kindFlagsContext) : handle?.name;
        if (topic === undefined || (!isNamed && handle?.isTopic !== true)) {
            this.#links.unfit(link, `message to handle ${words[(offset >> 2) + kTargetWord]}, which is no topic`);
            return;
        }
        this.#links.counters[kCounterIndex.messages_published]++;
        const message = this.#message;
        message.words = words;
        message.bytes = link.reader.bytes;
        message.view = size >= kViewBytesMin ? link.reader.bytes.subarray(offset, offset + size) : null;
        message.offset = offset;
        message.size = size;
        message.kindFlagsContext = kindFlagsContext;
        const count = this.#topics.publish(topic, this.#deliver);
        this.#links.counters[kCounterIndex.messages_delivered] += count.delivered;
        this.#links.counters[kCounterIndex.messages_lost] += count.lost;
    }
    #deliver = (link, subscription) => {
        const message = this.#message;
        if (!link.hasTopicRoom(message.size))
            return false;
        const out = link.writer.tryReserve(message.size);
        if (out < 0)
            return false;
        this.#links.touch(link);
        const { words, bytes } = link.writer;
        const { view, size, kindFlagsContext } = message;
        if (view !== null)
            copyFrameView(view, words, bytes, out, kindFlagsContext);
        else
            copyFrame(message.words, message.bytes, message.offset, words, bytes, out, size, kindFlagsContext);
        words[(out >> 2) + kTargetWord] = subscription;
        return true;
    };
}
//# sourceMappingURL=message-path.js.map