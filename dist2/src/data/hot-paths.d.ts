import type { CenterLink, Handle } from './center-link.js';
export declare class HotPaths {
    #private;
    /** @param hotCount calls within kLaneHotMs; 0: no path is ever hot. */
    constructor(hotCount: number, onHot: (link: CenterLink, path: string) => void);
    /** What a fresh name of a link begins with. */
    begin(link: CenterLink, nowMs: number): Pick<Handle, 'callsUntilHot' | 'heatSinceMs' | 'askAgainMs'>;
    /** Its count has come down to 0; each call counts it down by one. */
    onCounted(link: CenterLink, handle: Handle, nowMs: number): void;
}
