import { type Finding } from './finding.js';
/** @param version as process.versions.node says it. */
export declare function checkNode(version: string): Finding;
export declare function checkCores(count?: number): Finding;
export declare function checkMemory(free?: number, total?: number, constrained?: number): Finding;
/** @param limits the text of /proc/self/limits; null where the system has none. */
export declare function checkDescriptors(limits?: string | null): Finding;
/** @param limits as for checkDescriptors. @param mappings the text of /proc/sys/vm/max_map_count, or null. */
export declare function checkMappings(limits?: string | null, mappings?: string | null): Finding;
/** Looks at both clocks for a moment. Deadlines hang on the monotonic one alone. */
export declare function checkClocks(): Promise<Finding>;
/** @param monotonicMs what passed on one clock, @param wallMs on the other. */
export declare function judgeClocks(monotonicMs: number, wallMs: number): Finding;
