import { type Logger } from 'pino';
export declare const kLogLevels: readonly ['silent', 'error', 'warn', 'info', 'debug'];
export type LogLevel = (typeof kLogLevels)[number];
/** What a center logs when nothing is said: what somebody should look at. */
export declare const kLogLevelDefault: LogLevel;
export type { Logger };
/** A logger whose lines are written before its calls return, so that a crash loses none. */
export declare function createLogger(level: LogLevel, center: string): Logger;
