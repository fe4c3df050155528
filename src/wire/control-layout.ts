// The tables of schema/control.fbs with the bounds of each field, for the verifier. A test keeps the two equal.

import {
  kContextBytesMax,
  kControlBytesMax,
  kNameBytesMax,
  kRoutesPerStationMax,
  kSubscriptionsPerStationMax,
} from '../base/limits.js'
import type { FlatField, FlatLayout, FlatUnionRoot } from './flat-verifier.js'

const kByte: FlatField = { kind: 'number', bytes: 1 }
const kShort: FlatField = { kind: 'number', bytes: 2 }
const kWord: FlatField = { kind: 'number', bytes: 4 }
/** Names: they are kept, compared and shown, so they are short. */
const kName: FlatField = { kind: 'text', bytesMax: kNameBytesMax, isRequired: true }
const kNameOrNone: FlatField = { ...kName, isRequired: false }
/** A path as a caller names it, with its method. */
const kPath: FlatField = { kind: 'text', bytesMax: kContextBytesMax, isRequired: true }
/** Prose for people, and details of errors, which are parsed: a parser may need many times their size. */
const kProse: FlatField = { kind: 'text', bytesMax: kContextBytesMax, isRequired: false }
/** Schemas: bounded by the message alone, and never parsed with it. */
const kLongText: FlatField = { kind: 'text', bytesMax: kControlBytesMax, isRequired: false }

export const kErrorLayout: FlatLayout = {
  name: 'ErrorBody',
  fields: { code: kName, text: kProse, status: kShort, retryable: kByte, details: kProse },
}

export const kRouteLayout: FlatLayout = {
  name: 'Route',
  fields: {
    index: kWord,
    route: kName,
    is_idempotent: kByte,
    balance: kNameOrNone,
    weight: kWord,
    description: kProse,
    request_schema: kLongText,
    reply_schema: kLongText,
    docs: kProse,
  },
}

export const kSubscriptionLayout: FlatLayout = {
  name: 'Subscription',
  fields: { index: kWord, topic: kName, group: kNameOrNone },
}

const kError: FlatField = { kind: 'table', layout: kErrorLayout }

/** In the order of the schema's union. */
export const kControlRoot: FlatUnionRoot = {
  identifier: 'SBCM',
  layouts: [
    {
      name: 'Hello',
      fields: {
        protocol: kWord,
        name: kName,
        version: kNameOrNone,
        pid: kWord,
        carrier: kByte,
        token: kNameOrNone,
        takes_lanes: kByte,
        takes_branches: kByte,
      },
    },
    {
      name: 'Welcome',
      fields: {
        protocol: kWord,
        link_index: kWord,
        generation: kWord,
        center: kName,
        carrier: kByte,
        ring_bytes: kWord,
        lease_ms: kWord,
        heartbeat_ms: kWord,
        notice: kProse,
        dispatchers: kWord,
        home: kWord,
      },
    },
    { name: 'Refused', fields: { error: kError } },
    {
      name: 'Register',
      fields: {
        request_id: kWord,
        routes: { kind: 'tables', layout: kRouteLayout, countMax: kRoutesPerStationMax },
        subscriptions: {
          kind: 'tables',
          layout: kSubscriptionLayout,
          countMax: kSubscriptionsPerStationMax,
        },
        unsubscribed: { kind: 'numbers', countMax: kSubscriptionsPerStationMax },
      },
    },
    { name: 'Registered', fields: { request_id: kWord, epoch: kWord } },
    { name: 'Failed', fields: { request_id: kWord, error: kError } },
    { name: 'Leave', fields: { request_id: kWord } },
    { name: 'Left', fields: { request_id: kWord } },
    { name: 'Goodbye', fields: { reason: kProse, retry_after_ms: kWord } },
    {
      name: 'LaneOpen',
      fields: {
        lane: kWord,
        side: kByte,
        ring_bytes: kWord,
        path: kPath,
        offered: kWord,
        is_idempotent: kByte,
        peer: kName,
      },
    },
    { name: 'LaneOver', fields: { lane: kWord, is_lost: kByte } },
  ],
}
