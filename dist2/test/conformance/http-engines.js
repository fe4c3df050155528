// Which engines can be tested here.
import test from 'ava';
import { loadUws } from '../../src/http/uws-load.js';
/** @returns whether uWebSockets.js can be loaded; where it cannot, a skipped test says so. */
export function ifUws() {
    const { uws } = loadUws();
    if (uws === null)
        test.skip('uws: no package of uWebSockets.js can be loaded here', () => { });
    return uws !== null;
}
//# sourceMappingURL=http-engines.js.map