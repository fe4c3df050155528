// Whether and how the command line colours its output. The rules of https://no-color.org and https://force-color.org;
// the flag --no-color beats both.
import picocolors from 'picocolors';
export const kPlain = picocolors.createColors(false);
/** Colours for one stream of output. */
export function colorsFor({ args, env, isTerminal }) {
    return picocolors.createColors(isColored(args, env, isTerminal));
}
function isColored(args, env, isTerminal) {
    const end = args.indexOf('--');
    if ((end < 0 ? args : args.slice(0, end)).includes('--no-color'))
        return false;
    if ((env.NO_COLOR ?? '') !== '')
        return false;
    const forced = env.FORCE_COLOR ?? '';
    if (forced !== '')
        return forced !== '0' && forced !== 'false';
    return isTerminal && env.TERM !== 'dumb';
}
//# sourceMappingURL=colors.js.map