// The center's log: one JSON line an event, on stderr, so that stdout stays for answers.
import { destination, pino } from 'pino';
export const kLogLevels = ['silent', 'error', 'warn', 'info', 'debug'];
/** What a center logs when nothing is said: what somebody should look at. */
export const kLogLevelDefault = 'warn';
/** A logger whose lines are written before its calls return, so that a crash loses none. */
export function createLogger(level, center) {
    return pino({ level, base: { center } }, destination({ dest: 2, sync: true }));
}
//# sourceMappingURL=logger.js.map