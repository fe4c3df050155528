import test from 'ava';
import { checkClocks, checkCores, checkDescriptors, checkMappings, checkMemory, checkNode, judgeClocks, } from '../../../../src/cli/doctor/machine.js';
const kLimits = (files, locked = '8388608') => 'Limit                     Soft Limit           Hard Limit           Units     \n' +
    `Max open files            ${files}                 1048576              files     \n` +
    `Max locked memory         ${locked}              8388608              bytes     \n`;
test('Node below 20 fails', (t) => {
    t.deepEqual(['18.19.1', '20.0.0', '24.1.0', ''].map((version) => checkNode(version).state), ['fail', 'ok', 'ok', 'fail']);
});
test('one core is a warning', (t) => {
    t.deepEqual([1, 2, 64].map((count) => checkCores(count).state), ['warn', 'ok', 'ok']);
});
test('memory counts within the limit of the control group', (t) => {
    const gib = 1024 ** 3;
    t.is(checkMemory(8 * gib, 16 * gib, 0).state, 'ok');
    t.is(checkMemory(8 * gib, 16 * gib, 2 ** 60).text, '8.0 GiB free of 16.0 GiB');
    const limited = checkMemory(8 * gib, 16 * gib, gib / 8);
    t.is(limited.state, 'warn');
    t.is(limited.text, '128 MiB free of 16.0 GiB, limited to 128 MiB by its control group');
});
test('few descriptors are a warning, very few a failure', (t) => {
    const stateOf = (files) => checkDescriptors(kLimits(files)).state;
    t.deepEqual(['255', '256', '16511', '16512', 'unlimited'].map(stateOf), [
        'fail',
        'warn',
        'warn',
        'ok',
        'ok',
    ]);
    t.regex(checkDescriptors(kLimits('1024')).text, /^1024 .*room for 224 links/);
    t.regex(checkDescriptors(kLimits('1024')).mend ?? '', /LimitNOFILE/);
    t.regex(checkDescriptors(null).text, /cannot be read/);
    t.regex(checkDescriptors('Max open files  what').text, /cannot be read/);
});
test('few mappings are a warning', (t) => {
    t.is(checkMappings(kLimits('1'), '65530\n').state, 'ok');
    t.is(checkMappings(kLimits('1'), '65530\n').text, '65530 may be made; 8 MiB may be locked, none is');
    t.is(checkMappings(kLimits('1'), '4096').state, 'warn');
    t.regex(checkMappings(null, null).text, /cannot be read/);
});
test('a calendar that jumps is a warning, and the offset is said to be unknown', async (t) => {
    t.is(judgeClocks(50, 50).state, 'ok');
    t.is(judgeClocks(50, 3_650).state, 'warn');
    t.is(judgeClocks(50, -900).state, 'warn');
    t.regex((await checkClocks()).text, /not known: no time server is asked/);
});
//# sourceMappingURL=machine.test.js.map