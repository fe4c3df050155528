import type { CenterLink } from './center-link.js';
import type { LinkTable } from './link-table.js';
import type { TopicFanout } from './topic-fanout.js';
export declare class MessagePath {
    #private;
    constructor(links: LinkTable, topics: TopicFanout);
    /** A message of a topic. */
    onMessage(link: CenterLink, offset: number, size: number, kindFlagsContext: number): void;
}
