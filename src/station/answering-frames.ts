// Which frame of a center means what to the answering half of a link: one place for the home pair of rings and for branches.

import type { RingReader } from '../ring/ring-reader.js'
import {
  kBodyMask,
  kFlagContinued,
  kFlagEnd,
  kFlagStream,
  kFrameHeaderBytes,
  kGenerationWord,
  kKindCaller,
  kKindCancel,
  kKindCredit,
  kKindData,
  kKindMessage,
  kKindRequest,
  kSlotWord,
  kTargetWord,
} from '../wire/frame.js'
import type { Answerer } from './answerer.js'

/** Those flags of a data frame that its receiver looks at. */
export const kDataFlags = kBodyMask | kFlagContinued | kFlagStream | kFlagEnd

/**
 * Hands a frame to the answering half.
 *
 * @param size, kind, flags, contextBytes of the frame, checked: the context lies within it.
 * @returns the rule that the center broke, in words, or null.
 */
export function answerFrame(
  answerer: Answerer,
  reader: RingReader,
  offset: number,
  size: number,
  kind: number,
  flags: number,
  contextBytes: number,
): string | null {
  const { words } = reader
  const at = offset >> 2
  const slot = words[at + kSlotWord]
  const generation = words[at + kGenerationWord]
  switch (kind) {
    case kKindRequest:
      return answerer.onRequest(reader, offset, size, flags, contextBytes)
        ? null
        : 'the center sent a request to a route that is not offered'
    case kKindMessage:
      answerer.onMessage(reader, offset, size, flags, contextBytes)
      return null
    case kKindData: {
      const part = reader.bytes.slice(offset + kFrameHeaderBytes + contextBytes, offset + size)
      return answerer.onData(slot, generation, flags & kDataFlags, words[at + kTargetWord], part)
        ? null
        : 'the center sent more parts than were granted'
    }
    case kKindCredit:
      answerer.onCredit(slot, generation, words[at + kTargetWord])
      return null
    case kKindCancel:
      answerer.onCancel(slot, generation)
      return null
    case kKindCaller:
      answerer.onCaller(
        words[at + kTargetWord],
        reader.buffer.toString('utf8', offset + kFrameHeaderBytes, offset + size),
      )
      return null
    default:
      return `the center sent a frame of kind ${kind}`
  }
}
