// Topics: who gets a message. Every subscriber gets each one; the members of a group share them in turn.
export class TopicFanout {
    #topics = new Map();
    #linkOf;
    #count = { delivered: 0, lost: 0 };
    /** @param linkOf finds a subscriber's link; undefined when it is gone. */
    constructor(linkOf) {
        this.#linkOf = linkOf;
    }
    apply(state) {
        if (state.subscribers.length === 0) {
            this.#topics.delete(state.topic);
            return;
        }
        const groups = new Map();
        const alone = [];
        for (const subscriber of state.subscribers) {
            if (subscriber.group === '')
                alone.push(subscriber);
            else {
                const members = groups.get(subscriber.group);
                if (members === undefined)
                    groups.set(subscriber.group, [subscriber]);
                else
                    members.push(subscriber);
            }
        }
        this.#topics.set(state.topic, {
            alone,
            groups: [...groups.values()].map((members) => ({ members, turn: 0 })),
        });
    }
    /**
     * Hands a message to everybody it is for. Allocates nothing.
     *
     * @returns counts, valid until the next call.
     */
    publish(topic, deliver) {
        const count = this.#count;
        count.delivered = 0;
        count.lost = 0;
        const entry = this.#topics.get(topic);
        if (entry === undefined)
            return count;
        for (const subscriber of entry.alone) {
            const link = this.#linkOf(subscriber);
            if (link !== undefined && deliver(link, subscriber.subscription))
                count.delivered++;
            else
                count.lost++;
        }
        for (const group of entry.groups) {
            if (this.#publishToGroup(group, deliver))
                count.delivered++;
            else
                count.lost++;
        }
        return count;
    }
    // A member without room passes the message on to the next: a group loses it only when all are full.
    #publishToGroup(group, deliver) {
        const members = group.members;
        for (let tries = 0; tries < members.length; tries++) {
            const member = members[group.turn % members.length];
            group.turn = (group.turn + 1) % members.length;
            const link = this.#linkOf(member);
            if (link !== undefined && deliver(link, member.subscription))
                return true;
        }
        return false;
    }
}
//# sourceMappingURL=topic-fanout.js.map