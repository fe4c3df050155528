// Topics: who gets a message. Every subscriber gets each one; the members of a group share them in turn.

import type { CenterLink } from './center-link.js'
import type { SubscriberState, TopicState } from './snapshot.js'

type Group = { readonly members: readonly SubscriberState[]; turn: number }
type Topic = { readonly alone: readonly SubscriberState[]; readonly groups: readonly Group[] }

/** Writes one message to one subscriber. @returns false when it had no room: the message is lost for it. */
export type Deliver = (link: CenterLink, subscription: number) => boolean

/** How many copies a message made. */
export type FanoutCount = { delivered: number; lost: number }

export class TopicFanout {
  readonly #topics = new Map<string, Topic>()
  readonly #linkOf: (subscriber: SubscriberState) => CenterLink | undefined
  readonly #count: FanoutCount = { delivered: 0, lost: 0 }

  /** @param linkOf finds a subscriber's link; undefined when it is gone. */
  constructor(linkOf: (subscriber: SubscriberState) => CenterLink | undefined) {
    this.#linkOf = linkOf
  }

  apply(state: TopicState): void {
    if (state.subscribers.length === 0) {
      this.#topics.delete(state.topic)
      return
    }
    const groups = new Map<string, SubscriberState[]>()
    const alone: SubscriberState[] = []
    for (const subscriber of state.subscribers) {
      if (subscriber.group === '') alone.push(subscriber)
      else {
        const members = groups.get(subscriber.group)
        if (members === undefined) groups.set(subscriber.group, [subscriber])
        else members.push(subscriber)
      }
    }
    this.#topics.set(state.topic, {
      alone,
      groups: [...groups.values()].map((members) => ({ members, turn: 0 })),
    })
  }

  /**
   * Hands a message to everybody it is for. Allocates nothing.
   *
   * @returns counts, valid until the next call.
   */
  publish(topic: string, deliver: Deliver): Readonly<FanoutCount> {
    const count = this.#count
    count.delivered = 0
    count.lost = 0
    const entry = this.#topics.get(topic)
    if (entry === undefined) return count
    for (const subscriber of entry.alone) {
      const link = this.#linkOf(subscriber)
      if (link !== undefined && deliver(link, subscriber.subscription)) count.delivered++
      else count.lost++
    }
    for (const group of entry.groups) {
      if (this.#publishToGroup(group, deliver)) count.delivered++
      else count.lost++
    }
    return count
  }

  // A member without room passes the message on to the next: a group loses it only when all are full.
  #publishToGroup(group: Group, deliver: Deliver): boolean {
    const members = group.members
    for (let tries = 0; tries < members.length; tries++) {
      const member = members[group.turn % members.length]
      group.turn = (group.turn + 1) % members.length
      const link = this.#linkOf(member)
      if (link !== undefined && deliver(link, member.subscription)) return true
    }
    return false
  }
}
