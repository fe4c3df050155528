import { type RingWriter } from '../ring/ring-writer.js';
import { type FrameMemory } from '../wire/frame-copy.js';
import type { FlowPort } from './flow.js';
/**
 * What goes out together: all that is written until the microtasks that are queued now have run, or all of one turn of the
 * event loop.
 */
export type Batch = 'microtasks' | 'turn';
export declare class FramePort implements FlowPort {
    #private;
    readonly writer: RingWriter;
    readonly chunkBytesMax: number;
    /** @param onCorrupt the center's positions are nonsense: the link must be closed. */
    constructor(writer: RingWriter, batch: Batch, onCorrupt: () => void);
    /** True when nothing waits for a publication: the next frame begins a batch. */
    get isIdle(): boolean;
    /** True while more waits than should: new work is refused, what is done already is still sent. */
    get isOverloaded(): boolean;
    /** @throws CenterError ERR_BODY_TOO_LARGE when a frame does not fit into a record of this link. */
    checkSize(sizeBytes: number): void;
    /** True while frames wait for room in the ring. */
    get isDeferring(): boolean;
    /**
     * Room for a frame in the ring.
     *
     * @returns byte offset in the writer's memory (> 0); -1: build the frame and {@link post} it.
     */
    tryReserve(sizeBytes: number): number;
    /**
     * Sends a frame that must not be refused: a reply, cancel or credit. There is at most a handful for each open call, so
     * the number of calls bounds them. After close it does nothing.
     */
    postAlways(frame: FrameMemory): void;
    /**
     * Sends a frame, or keeps it until there is room.
     *
     * @throws CenterError ERR_OVERLOADED (retryable) when too much waits already, ERR_LINK_LOST after close.
     */
    post(frame: FrameMemory): void;
    writeData(flags: number, slot: number, generation: number, status: number, body: Uint8Array): void;
    writeCredit(flags: number, slot: number, generation: number, chunks: number): void;
    /** Resolves when every kept frame is in the ring; at once where none is. Rejects with ERR_LINK_LOST on close. */
    whenDrained(): Promise<void>;
    /** Moves kept frames into the ring, as far as there is room; once a turn. */
    flushDeferred(): void;
    /** Publishes what is written, now. */
    flush(): void;
    /** Nothing is written after this; the ring's memory may be released. */
    close(): void;
}
