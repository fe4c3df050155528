import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { originText, readSettings } from '../../../src/control/read-settings.js';
import { kSettings, variableOf } from '../../../src/control/settings.js';
const kNothing = { flags: new Map(), environment: {}, file: undefined };
function fileOf(text) {
    const path = join(mkdtempSync(join(tmpdir(), 'signalbox-test-')), 'center.yaml');
    writeFileSync(path, text);
    return path;
}
test('flags win over the environment, that over the file, that over what holds by itself', async (t) => {
    const file = fileOf('name: of-file\nhttp: { workers: 2, engine: node }\nlog: info\n');
    const { settings, faults } = await readSettings({
        file,
        environment: { SIGNALBOX_NAME: 'of-env', SIGNALBOX_HTTP_ENGINE: 'uws' },
        flags: new Map([['name', 'of-flag']]),
    });
    t.deepEqual(faults, []);
    const shown = (key) => {
        const setting = settings.get(key);
        return setting === undefined ? [] : [setting.value, originText(setting.origin)];
    };
    t.deepEqual(shown('name'), ['of-flag', 'flag --name']);
    t.deepEqual(shown('http.engine'), ['uws', 'env SIGNALBOX_HTTP_ENGINE']);
    t.deepEqual(shown('http.workers'), [2, `${file}:2:9`]);
    t.deepEqual(shown('http.bodyBytesMax'), [104_857_600, 'default']);
    t.deepEqual(shown('dataDir'), [null, 'default']);
    t.is(settings.size, kSettings.length);
});
test('reads texts of flags and variables by the kind of the setting', async (t) => {
    const { settings, faults } = await readSettings({
        ...kNothing,
        environment: {
            SIGNALBOX_HTTP_CORS: 'https://a.org, https://b.org',
            SIGNALBOX_HTTP_TRUST_PROXY: '',
            SIGNALBOX_HTTP_COMPRESS: 'off',
            SIGNALBOX_JSON: 'YES',
            SIGNALBOX_HTTP_STATIC: '/a=./x,/=y',
        },
        flags: new Map([
            ['http.bodyBytesMax', '0'],
            ['dev', true],
        ]),
    });
    t.deepEqual(faults, []);
    const value = (key) => settings.get(key)?.value;
    t.deepEqual(value('http.cors'), ['https://a.org', 'https://b.org']);
    t.deepEqual(value('http.trustProxy'), []);
    t.is(value('http.compress'), false);
    t.is(value('json'), true);
    t.is(value('dev'), true);
    t.is(value('http.bodyBytesMax'), 0);
    t.deepEqual(value('http.static'), ['/a=./x', '/=y']);
});
test('faults of all sources are told together, each with its place', async (t) => {
    const file = fileOf('names: x\n');
    const { faults } = await readSettings({
        file,
        environment: { SIGNALBOX_HTTP_WORKERS: '0', SIGNALBOX_TOKEN: ' ', SIGNALBOX_DEV: 'perhaps' },
        flags: new Map([
            ['http.cors', 'micro,https://a.org'],
            ['http.trustProxy', '10.0.0.0/33'],
            ['http.static', 'x'],
            ['http.address', 'here'],
            ['stationAddress', '1.2.3.4:99999'],
        ]),
    });
    t.deepEqual(faults.map(({ place, text }) => `${place}: ${text}`), [
        `${file}:1:1: names is unknown; name is the nearest setting there is`,
        'SIGNALBOX_TOKEN: token is ***; it must not be empty',
        'SIGNALBOX_DEV: dev is perhaps; on or off is wanted',
        'SIGNALBOX_HTTP_WORKERS: http.workers is 0; a whole number from 1 to 64 is wanted',
        '--station-address: stationAddress is 1.2.3.4:99999; host:port with a port of 0 to 65535 is wanted',
        '--http-address: http.address is here; host:port with a port of 0 to 65535 is wanted',
        '--http-cors: http.cors is micro,https://a.org; micro stands alone, without origins',
        '--http-trust-proxy: http.trustProxy is 10.0.0.0/33; for 10.0.0.0/33: ' +
            'an address or a block such as 10.0.0.0/8 is wanted',
        '--http-static: http.static is x; for x: /prefix=folder is wanted',
    ]);
});
test('keys, flags and variables are each there once, and every default keeps its own rule', async (t) => {
    for (const names of [kSettings.map(({ key }) => key), kSettings.map(variableOf)])
        t.is(new Set(names).size, names.length);
    const environment = Object.fromEntries(kSettings
        .filter(({ fallback }) => fallback !== null)
        .map((spec) => [variableOf(spec), String(spec.fallback)]));
    t.deepEqual((await readSettings({ ...kNothing, environment })).faults, []);
});
test('takes addresses and blocks of both families as proxies', async (t) => {
    const flags = (text) => new Map([['http.trustProxy', text]]);
    for (const text of ['127.0.0.1', '::1', '10.0.0.0/8', 'fd00::/8', '0.0.0.0/0', '::/128'])
        t.deepEqual((await readSettings({ ...kNothing, flags: flags(text) })).faults, [], text);
    for (const text of ['localhost', '10.0.0.0/', '1.2.3.4/8/8', '::/129', '10.0.0.0/-1', 'x/8'])
        t.is((await readSettings({ ...kNothing, flags: flags(text) })).faults.length, 1, text);
});
test('an origin is scheme, host and port, and nothing else', async (t) => {
    const faultsOf = async (text) => (await readSettings({ ...kNothing, flags: new Map([['http.cors', text]]) })).faults;
    for (const text of ['micro', 'https://a.org', 'http://[::1]:8080', 'http://localhost:3000'])
        t.deepEqual(await faultsOf(text), [], text);
    for (const text of ['*', 'null', 'a.org', 'https://a.org/', 'https://A.org', 'ftp://a.org'])
        t.is((await faultsOf(text)).length, 1, text);
});
//# sourceMappingURL=read-settings.test.js.map