import type { NativeAddon } from '../ring/native.js';
import type { ReaderLoop } from '../ring/reader-loop.js';
import type { LaneDoor } from './link.js';
export declare class PeerSocket {
    #private;
    /**
     * @param descriptor of the socket; owned from here on.
     * @param door who takes lanes at this moment.
     * @param onEnd the center is gone, or what it said is nonsense; called once, not after close().
     */
    constructor(native: NativeAddon, descriptor: number, loop: ReaderLoop, door: () => LaneDoor, onEnd: (reason: string) => void);
    close(): void;
}
