import type { Socket } from 'node:net';
export declare const kHeaderBytes = 12;
/** Takes a frame; its bytes are valid only during this call. */
export type FrameHandler = (buffer: Buffer, start: number, end: number) => void;
export declare class FrameSocket {
    #private;
    /** @param onBatchEnd after the frames of one piece that the socket gave; the place to flush what they brought about. */
    constructor(socket: Socket, onFrame: FrameHandler, onBatchEnd: () => void);
    /** Adds a frame to the batch; it goes at flush(), or at the end of this turn of the event loop. */
    send(caller: number, call: number, body: Uint8Array): void;
    /** Adds a whole frame as it came, with another caller. The center's way; it flushes at the end of a batch. */
    forward(buffer: Buffer, start: number, end: number, caller: number): void;
    /** Writes the batch. */
    flush(): void;
}
