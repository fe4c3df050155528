import type { CenterLink } from './center-link.js';
/** "METHOD /path" or the topic in a frame's context; undefined where the context is cut short or has none. */
export declare function nameInContext(link: CenterLink, offset: number, size: number, kindFlagsContext: number): string | undefined;
