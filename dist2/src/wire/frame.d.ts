export declare const kFrameHeaderBytes = 32;
export declare const kFrameHeaderWords: number;
/** Words of the header. */
export declare const kKindWord = 1;
export declare const kSlotWord = 2;
export declare const kGenerationWord = 3;
export declare const kTargetWord = 4;
export declare const kTimeoutWord = 5;
export declare const kPartyWord = 7;
/** What a frame is. 0 is no kind, so that zeroed memory is nonsense. */
export declare const kKindRequest = 1;
export declare const kKindReply = 2;
/** A further part of a body, or an item of a stream, in either direction. */
export declare const kKindData = 3;
/** Grants the sender of data more chunks. */
export declare const kKindCredit = 4;
/** The caller gave up: its signal, its deadline, or its stream's reader left. */
export declare const kKindCancel = 5;
/** A message of a topic. */
export declare const kKindMessage = 6;
/** Gives a path or a topic a small number on this link; body: the name. */
export declare const kKindIntern = 7;
/** Tells a station the name behind a caller's number; body: the name. */
export declare const kKindCaller = 8;
/** A FlatBuffers control message (schema/control.fbs). */
export declare const kKindControl = 9;
/** A sign of life; answered by one with flag {@link kFlagEnd}. */
export declare const kKindHeartbeat = 10;
/** Station to center: what became of a lane; slot: its number, target: one of the words below. */
export declare const kKindLane = 11;
/** It is mapped, and its ring is read. */
export declare const kLaneReady = 1;
/** It has ended at this end: no call is under way, and none will come. */
export declare const kLaneFinished = 2;
/** The same, because the other end broke the rules or the lane could not be mapped. */
export declare const kLaneBroken = 3;
/** Bits 0–1 say what the body is. */
export declare const kBodyNone = 0;
export declare const kBodyBytes = 1;
export declare const kBodyJson = 2;
export declare const kBodyMask = 3;
/** The body goes on in the next data frame. */
export declare const kFlagContinued = 4;
/** Items follow as data frames, up to one with {@link kFlagEnd}. */
export declare const kFlagStream = 8;
/** request: nobody waits for a reply. */
export declare const kFlagOneWay = 16;
/** data: the stream is over; carries no item. With a target other than 0 it failed and the body is the error. */
export declare const kFlagEnd = 32;
/** data, credit, cancel: travels from the station towards the caller (else from the caller towards the station). */
export declare const kFlagToCaller = 64;
/** request: the path is in the context, not behind a handle. intern: the name is a topic, not a path. */
export declare const kFlagNamed = 128;
/** Size of a frame rounded up to the words that it occupies. */
export declare function strideOf(sizeBytes: number): number;
/** The second word of a header. */
export declare function kindWord(kind: number, flags: number, contextBytes: number): number;
/**
 * Writes a header at a word offset.
 *
 * @param words the memory; `at` is an index into it, even (8-aligned).
 * @param sizeBytes exact bytes of the frame.
 */
export declare function writeHeader(words: Int32Array, at: number, sizeBytes: number, kindFlagsContext: number, slot: number, generation: number, target: number, timeoutMs: number, party: number): void;
