import { RouteTable } from '../../src/data/route-table.js';
import type { EndpointState, RouteState } from '../../src/data/snapshot.js';
export declare function makeTable(): RouteTable;
export declare function endpointState(link: number, more?: Partial<EndpointState>): EndpointState;
export declare function routeState(id: number, route: string, more?: Partial<RouteState>): RouteState;
