import { type Bench, type Case, Lazy } from '../bench.js';
import { type EchoRun, type EchoWorld } from '../echo-world.js';
export declare function callBench(): Bench;
/** A case that loads a world. */
export declare function echoCase(name: string, world: Lazy<EchoWorld>, run: EchoRun): Case;
