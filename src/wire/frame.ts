// The fixed header of every frame: 32 bytes, little endian, 8-aligned, the same in a ring and on a stream.
//
//    0 u32 size            exact bytes of the frame: header, context and body; bit 31 only in rings (padding)
//    4 u8 kind   5 u8 flags   6 u16 context bytes
//    8 u32 slot            correlation: which pending call of the side that asked
//   12 u32 generation      correlation: which use of that slot
//   16 u32 target          request: handle (from a caller) or offered route (to a station); reply: status, 0 is success;
//                          message: handle or subscription; intern: handle; credit: chunks; lane: what became of it
//   20 u32 timeout         request: milliseconds until the deadline, counted from arrival
//   24 u32 reserved        0
//   28 u32 party           request to the center: hash of the balancing key; to a station: number of the caller
//
// Every stream pads a frame to a multiple of 8 bytes, so that a receiver can read words in place.

import { endianness } from 'node:os'
import { assert } from '../base/assert.js'
import { kRingBytesMax } from '../base/limits.js'

assert(endianness() === 'LE', 'frames are read as words in place, so the machine is little endian')

export const kFrameHeaderBytes = 32
export const kFrameHeaderWords = kFrameHeaderBytes >> 2
/** All that a peer which is gone can have published: a ring of the smallest frames. */
export const kFramesPerRingMax = kRingBytesMax / kFrameHeaderBytes

/** Words of the header. */
export const kKindWord = 1
export const kSlotWord = 2
export const kGenerationWord = 3
export const kTargetWord = 4
export const kTimeoutWord = 5
const kReservedWord = 6
export const kPartyWord = 7

/** What a frame is. 0 is no kind, so that zeroed memory is nonsense. */
export const kKindRequest = 1
export const kKindReply = 2
/** A further part of a body, or an item of a stream, in either direction. */
export const kKindData = 3
/** Grants the sender of data more chunks. */
export const kKindCredit = 4
/** The caller gave up: its signal, its deadline, or its stream's reader left. */
export const kKindCancel = 5
/** A message of a topic. */
export const kKindMessage = 6
/** Gives a path or a topic a small number on this link; body: the name. */
export const kKindIntern = 7
/** Tells a station the name behind a caller's number; body: the name. */
export const kKindCaller = 8
/** A FlatBuffers control message (schema/control.fbs). */
export const kKindControl = 9
/** A sign of life; answered by one with flag {@link kFlagEnd}. */
export const kKindHeartbeat = 10

/** Station to center: what became of a lane; slot: its number, target: one of the words below. */
export const kKindLane = 11

/** It is mapped, and its ring is read. */
export const kLaneReady = 1
/** It has ended at this end: no call is under way, and none will come. */
export const kLaneFinished = 2
/** The same, because the other end broke the rules or the lane could not be mapped. */
export const kLaneBroken = 3

/** Bits 0–1 say what the body is. */
export const kBodyNone = 0
export const kBodyBytes = 1
export const kBodyJson = 2
export const kBodyMask = 3
/** The body goes on in the next data frame. */
export const kFlagContinued = 4
/** Items follow as data frames, up to one with {@link kFlagEnd}. */
export const kFlagStream = 8
/** request: nobody waits for a reply. */
export const kFlagOneWay = 16
/** data: the stream is over; carries no item. With a target other than 0 it failed and the body is the error. */
export const kFlagEnd = 32
/** data, credit, cancel: travels from the station towards the caller (else from the caller towards the station). */
export const kFlagToCaller = 64
/** request: the path is in the context, not behind a handle. intern: the name is a topic, not a path. */
export const kFlagNamed = 128

/** True for what travels towards a caller while its call is open: a further part of a reply, or credit for one of the request. */
export function isTowardsCaller(kind: number, flags: number): boolean {
  return (kind === kKindData || kind === kKindCredit) && (flags & kFlagToCaller) !== 0
}

/** True for all that a station sends about a call that it answers. */
export function isOfAnswer(kindFlagsContext: number): boolean {
  const kind = kindFlagsContext & 0xff
  return kind === kKindReply || isTowardsCaller(kind, (kindFlagsContext >> 8) & 0xff)
}

/** Size of a frame rounded up to the words that it occupies. */
export function strideOf(sizeBytes: number): number {
  return (sizeBytes + 7) & ~7
}

/** The second word of a header. */
export function kindWord(kind: number, flags: number, contextBytes: number): number {
  return kind | (flags << 8) | (contextBytes << 16)
}

/**
 * Writes a header at a word offset.
 *
 * @param words the memory; `at` is an index into it, even (8-aligned).
 * @param sizeBytes exact bytes of the frame.
 */
export function writeHeader(
  words: Int32Array,
  at: number,
  sizeBytes: number,
  kindFlagsContext: number,
  slot: number,
  generation: number,
  target: number,
  timeoutMs: number,
  party: number,
): void {
  words[at] = sizeBytes
  words[at + kKindWord] = kindFlagsContext
  words[at + kSlotWord] = slot
  words[at + kGenerationWord] = generation
  words[at + kTargetWord] = target
  words[at + kTimeoutWord] = timeoutMs
  words[at + kReservedWord] = 0
  words[at + kPartyWord] = party
}
