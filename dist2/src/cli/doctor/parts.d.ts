import { chooseEngine, type HttpEngineChoice } from '../../http/open-server.js';
import { type NativeLoad } from '../../ring/native.js';
import { type Finding } from './finding.js';
export declare function checkAddon(loaded?: NativeLoad, nodeApi?: number): Finding;
/** Makes a segment, writes through one mapping, reads through another, and rings a doorbell. */
export declare function checkSharedMemory(loaded?: NativeLoad): Finding;
/**
 * Which HTTP engine would run, and why.
 *
 * @param wanted the setting http.engine.
 * @param isExposed beyond loopback, or behind a proxy.
 */
export declare function checkEngine(wanted: HttpEngineChoice, isExposed: boolean, choose?: typeof chooseEngine): Finding;
