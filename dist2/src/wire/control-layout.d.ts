import type { FlatLayout, FlatUnionRoot } from './flat-verifier.js';
export declare const kErrorLayout: FlatLayout;
export declare const kRouteLayout: FlatLayout;
export declare const kSubscriptionLayout: FlatLayout;
/** In the order of the schema's union. */
export declare const kControlRoot: FlatUnionRoot;
