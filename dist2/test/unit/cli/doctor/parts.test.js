import test from 'ava';
import { centerError } from '../../../../src/base/errors.js';
import { checkAddon, checkEngine, checkSharedMemory } from '../../../../src/cli/doctor/parts.js';
import { loadNative } from '../../../../src/ring/native.js';
const kMissing = { ok: false, reason: 'it was not built' };
const loaded = loadNative();
const nativeTest = loaded.ok ? test : test.skip;
test('without the addon shared memory is refused, and that the rest runs is said', (t) => {
    const addon = checkAddon(kMissing);
    t.is(addon.state, 'warn');
    t.regex(addon.text, /^it was not built\. Shared memory is refused; everything else runs/);
    t.is(checkSharedMemory(kMissing).state, 'warn');
});
nativeTest('uses shared memory and a doorbell, and leaves nothing open', (t) => {
    t.is(checkAddon().state, 'ok');
    t.deepEqual(checkSharedMemory(), {
        name: 'shared memory',
        state: 'ok',
        text: 'a segment and a doorbell work',
        mend: null,
    });
});
nativeTest('shared memory that does not do what it should fails', (t) => {
    if (!loaded.ok)
        return;
    const stateWith = (change) => checkSharedMemory({ ok: true, native: { ...loaded.native, ...change } });
    const refusing = stateWith({
        segmentCreate: () => {
            throw new Error('EPERM: memfd_create');
        },
    });
    t.is(refusing.state, 'fail');
    t.is(refusing.text, 'EPERM: memfd_create');
    t.regex(refusing.mend ?? '', /seccomp/);
    t.regex(stateWith({ doorbellRing: () => { } }).text, /does not ring/);
    t.regex(stateWith({ doorbellWait: () => true }).text, /nobody rang/);
    class Blind {
        buffer = new ArrayBuffer(65_536);
        release() { }
    }
    t.regex(stateWith({ Mapping: Blind }).text, /the other does not see/);
});
const kNode = { engine: 'node', uws: null, why: 'uws cannot be loaded' };
test('an engine that does not load is a warning, or a failure where it is wanted', (t) => {
    const refuse = () => {
        throw centerError('ERR_NO_HTTP_ENGINE', { engine: 'uws', reason: 'no package' });
    };
    t.is(checkEngine('auto', false, () => kNode).state, 'warn');
    t.is(checkEngine('node', false, () => kNode).state, 'ok');
    t.is(checkEngine('auto', true, () => kNode).state, 'ok');
    t.like(checkEngine('uws', false, refuse), { state: 'fail' });
    t.regex(checkEngine('uws', false, refuse).text, /no package/);
});
test('node runs where the gateway is exposed, and says why', (t) => {
    t.regex(checkEngine('auto', true).text, /^node: .*exposed/);
    t.regex(checkEngine('node', false).text, /^node: it was asked for/);
});
//# sourceMappingURL=parts.test.js.map