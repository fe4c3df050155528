// One publisher, several subscribers, and nothing lost: subscribers acknowledge every 64th message by a message of their
// own, and the publisher never gets further ahead of the slowest than its window. The same for all systems.
export const kMessageTopic = 'bench.message';
export const kAckTopic = 'bench.ack';
const kAckShare = 64;
/** How far the publisher gets ahead: less than any of the systems drops, more than covers the way of an acknowledgement. */
const kWindowCount = 1024;
/** Messages that are published without a look at the acknowledgements. */
const kBurstCount = 64;
/** An acknowledgement that takes longer was lost, or what it acknowledges was. */
const kAckTimeoutMs = 10_000;
/** Takes messages, checks that each is the next one and whole, and acknowledges. */
export function subscribeAndAck(topics, subscriber) {
    let expected = 0;
    topics.subscribe(kMessageTopic, (body) => {
        const number = numberAt(body, 0);
        if (number === 0)
            expected = 0; // a new run begins
        if (number !== expected || !isWhole(body)) {
            throw new Error(`message ${expected} was expected; ${number} came, or its bytes are others`);
        }
        expected++;
        if (expected % kAckShare === 0)
            void topics.publish(kAckTopic, words(subscriber, expected));
    });
}
/** The publishing side; it subscribes to the acknowledgements when it is made. */
export class Publisher {
    #topics;
    #acked;
    #wake = null;
    constructor(topics, subscriberCount) {
        this.#topics = topics;
        this.#acked = Array.from({ length: subscriberCount }, () => 0);
        topics.subscribe(kAckTopic, (body) => {
            this.#acked[numberAt(body, 0)] = numberAt(body, 4);
            this.#wake?.();
        });
    }
    /** Publishes until the time is over and all is acknowledged. */
    async run(runMs, payloadBytes) {
        this.#acked.fill(0);
        const body = new Uint8Array(payloadBytes).map((_byte, at) => at);
        const startMs = performance.now();
        let count = 0;
        while (performance.now() - startMs < runMs) {
            await this.#untilAcked(count + kBurstCount - kWindowCount);
            for (let index = 0; index < kBurstCount; index++) {
                setNumber(body, 0, count++);
                await this.#topics.publish(kMessageTopic, body);
            }
        }
        await this.#untilAcked(count);
        const seconds = (performance.now() - startMs) / 1000;
        return { count, seconds, deliveredPerSecond: (count * this.#acked.length) / seconds };
    }
    /** Resolves when every subscriber has acknowledged `count` messages. */
    async #untilAcked(count) {
        while (Math.min(...this.#acked) < count) {
            await new Promise((resolve, reject) => {
                const late = () => reject(new Error(`acknowledged: ${this.#acked.join(', ')}; wanted: ${count}`));
                const timer = setTimeout(late, kAckTimeoutMs);
                this.#wake = () => {
                    clearTimeout(timer);
                    resolve();
                };
            });
        }
    }
}
// These look at the bytes as they are: a view, or a closure, for each message costs more than what is measured.
function words(first, second) {
    const bytes = new Uint8Array(8);
    setNumber(bytes, 0, first);
    setNumber(bytes, 4, second);
    return bytes;
}
function setNumber(bytes, at, number) {
    for (let index = 0; index < 4; index++)
        bytes[at + index] = number >>> (24 - 8 * index);
}
function numberAt(bytes, at) {
    return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}
/** True when every byte behind the number is the one that was sent. */
function isWhole(body) {
    for (let at = 4; at < body.length; at++)
        if (body[at] !== at)
            return false;
    return true;
}
//# sourceMappingURL=fanout-load.js.map