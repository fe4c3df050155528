import test from 'ava'
import { CenterLink } from '../../../src/data/center-link.js'
import type { SubscriberState } from '../../../src/data/snapshot.js'
import { TopicFanout } from '../../../src/data/topic-fanout.js'
import { makeRing } from '../../support/ring-pair.js'

function makeLink(index: number): CenterLink {
  const { reader, writer } = makeRing()
  const end = { carrier: 'shm', reader, writer, onEnd: () => {}, close: () => {} } as const
  return new CenterLink(index, 1, `s${index}`, { ...end }, false, { onLinkRecord: () => true })
}

/** A fan-out to links 0, 1, 2, of which `full` have no room; 9 is gone. */
function makeFanout() {
  const links = [0, 1, 2].map(makeLink)
  const fanout = new TopicFanout(({ link }) => links[link])
  const full = new Set<number>()
  const publish = (topic: string) => {
    const got: string[] = []
    const { delivered, lost } = fanout.publish(topic, (link, subscription) => {
      if (full.has(link.index)) return false
      got.push(`${link.index}.${subscription}`)
      return true
    })
    return { got, delivered, lost }
  }
  return { fanout, full, publish }
}

function subscriber(link: number, subscription: number, group = ''): SubscriberState {
  return { link, linkGeneration: 1, subscription, group }
}

test('a topic without subscribers goes to nobody', (t) => {
  t.deepEqual(makeFanout().publish('t'), { got: [], delivered: 0, lost: 0 })
})

test('every subscriber gets a message, one link as often as it subscribed', (t) => {
  const { fanout, publish } = makeFanout()
  fanout.apply({ topic: 't', subscribers: [subscriber(0, 0), subscriber(1, 0), subscriber(0, 7)] })
  t.deepEqual(publish('t'), { got: ['0.0', '1.0', '0.7'], delivered: 3, lost: 0 })
  t.deepEqual(publish('u').got, [])
})

test('the members of a group take turns, each group for itself', (t) => {
  const { fanout, publish } = makeFanout()
  const subscribers = [subscriber(0, 0, 'g'), subscriber(1, 0, 'g'), subscriber(2, 0, 'h')]
  fanout.apply({ topic: 't', subscribers })
  t.deepEqual(publish('t').got, ['0.0', '2.0'])
  t.deepEqual(publish('t').got, ['1.0', '2.0'])
  t.deepEqual(publish('t').got, ['0.0', '2.0'])
})

test('a member without room passes the message on, a full group loses it', (t) => {
  const { fanout, full, publish } = makeFanout()
  fanout.apply({ topic: 't', subscribers: [subscriber(0, 0, 'g'), subscriber(1, 0, 'g')] })
  full.add(0)
  t.deepEqual(publish('t'), { got: ['1.0'], delivered: 1, lost: 0 })
  full.add(1)
  t.deepEqual(publish('t'), { got: [], delivered: 0, lost: 1 })
})

test('a full or lost subscriber costs the others nothing', (t) => {
  const { fanout, full, publish } = makeFanout()
  fanout.apply({ topic: 't', subscribers: [subscriber(0, 0), subscriber(9, 0), subscriber(2, 0)] })
  full.add(0)
  t.deepEqual(publish('t'), { got: ['2.0'], delivered: 1, lost: 2 })
})

test('a topic whose last subscriber went is forgotten', (t) => {
  const { fanout, publish } = makeFanout()
  fanout.apply({ topic: 't', subscribers: [subscriber(0, 0)] })
  fanout.apply({ topic: 't', subscribers: [] })
  t.is(publish('t').delivered, 0)
})
