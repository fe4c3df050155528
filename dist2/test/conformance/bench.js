// What a suite of behaviours is given: one way to call, and the station it calls.
import test from 'ava';
import { openWorld } from './world.js';
let keyCount = 0;
/** A word that no other test uses. */
export function freshKey() {
    return `key${++keyCount}`;
}
/** Opens a world with the station `suite` before the tests of a file, and makes a bench for each way to call it. */
export function benches(placement, kinds) {
    let world;
    const callers = new Map();
    test.before(async () => {
        world = await openWorld(placement === 'tls');
        await world.start(placement, { kind: 'suite', name: 'suite' });
        for (const kind of kinds)
            callers.set(kind, await world.connect(kind));
    });
    test.after.always(async () => world?.close());
    return kinds.map((kind) => ({
        title: `${kind} caller, ${placement} station`,
        placement,
        kind,
        world: () => thereOf(world),
        caller: () => thereOf(callers.get(kind)),
    }));
}
function thereOf(thing) {
    if (thing === undefined)
        throw new Error('the world was not opened');
    return thing;
}
//# sourceMappingURL=bench.js.map