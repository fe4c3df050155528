import type { Center, Client } from '../../src/index.js';
import type { TestCaller } from './world.js';
export declare function laneCaller(center: Center, client: Client, name: string): TestCaller;
