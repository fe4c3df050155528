// The route of the center that shows the calls of another one as they happen.
import { centerError } from '../base/errors.js';
import { kTapPerSecondMax } from '../base/limits.js';
import { kPerSecondDefault } from '../control/tap-book.js';
const kEveryMax = 1_000_000;
/** Names that one tap may add to those of secrets, and characters of each. */
const kRedactMax = 50;
const kRedactCharactersMax = 100;
/** Adds it to the center's own station. */
export function addTap(station, center) {
    station.route('GET /_sys_/tap', {
        description: 'Calls of ?route= as they happen: ?every=n-th, at most ?rate= a second, ?bodies=1, more names to ?redact=a,b',
    }, (call) => {
        const { query } = call;
        const route = query.get('route') ?? '';
        if (route === '')
            throw refusal('route', route, 'a route as it is offered is wanted');
        const redact = (query.get('redact') ?? '').split(',').filter((name) => name !== '');
        if (redact.length > kRedactMax || redact.some((name) => name.length > kRedactCharactersMax)) {
            const rule = `at most ${kRedactMax} names of at most ${kRedactCharactersMax} characters`;
            throw refusal('redact', redact.length, rule);
        }
        const options = {
            every: wholeOf(query, 'every', 1, kEveryMax),
            perSecond: wholeOf(query, 'rate', kPerSecondDefault, kTapPerSecondMax),
            bodies: query.get('bodies') === '1',
            redact,
        };
        return center.tap(route, options, call.signal);
    });
}
function wholeOf(query, name, otherwise, max) {
    const text = query.get(name);
    if (text === null)
        return otherwise;
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= 1 && value <= max)
        return value;
    throw refusal(name, text, `a whole number from 1 to ${max} is wanted`);
}
function refusal(name, value, rule) {
    return centerError('ERR_BAD_ARGUMENT', { name, value, rule });
}
//# sourceMappingURL=system-tap.js.map