import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { checkConfig, readConfigFile } from '../../../src/control/config-file.js';
function valuesOf(path, text) {
    const { settings, faults } = checkConfig(path, text);
    return faults.length > 0
        ? { faults }
        : Object.fromEntries(settings.map(({ spec, value }) => [spec.key, value]));
}
function faultsOf(path, text) {
    return checkConfig(path, text).faults.map(({ place, text }) => `${place}: ${text}`);
}
const kWanted = {
    name: 'east',
    'http.address': 'off',
    'http.cors': ['https://a.org', 'http://b.org:81'],
    'http.compress': false,
    'http.tls.certFile': '/c',
};
test('reads JSON with comments and a comma too many, nested or with dots', (t) => {
    const nested = `{
    // a comment
    "name": "east", /* another */
    "http": {
      "address": "off",
      "cors": ["https://a.org", "http://b.org:81",],
      "compress": false,
      "tls": { "certFile": "/c" },
    },
  }`;
    t.deepEqual(valuesOf('a.json', nested), kWanted);
    const dotted = `{ "name": "east", "http.address": "off", "http": { "tls.certFile": "/c" },
    "http.cors": ["https://a.org", "http://b.org:81"], "http.compress": false }`;
    t.deepEqual(valuesOf('a.JSONC', dotted), kWanted);
});
test('reads YAML', (t) => {
    const text = `# a comment
name: east
http:
  address: "off"
  cors:
    - https://a.org
    - http://b.org:81
  compress: false
  tls: { certFile: /c }
`;
    t.deepEqual(valuesOf('a.yaml', text), kWanted);
    t.deepEqual(valuesOf('a.yml', text), kWanted);
});
test('a file with nothing in it says nothing', (t) => {
    for (const [path, text] of [
        ['a.json', ''],
        ['a.json', '{}'],
        ['a.json', '// nothing'],
        ['a.yaml', ''],
        ['a.yaml', '# nothing\n'],
        ['a.yaml', '{}'],
    ])
        t.deepEqual(valuesOf(path, text), {});
});
test('every value has its place', (t) => {
    const { settings } = checkConfig('a.yaml', 'name: x\nhttp:\n  workers: 2\n');
    t.deepEqual(settings.map(({ spec, place }) => `${spec.key} ${place}`), ['name a.yaml:1:1', 'http.workers a.yaml:3:3']);
});
test('all faults are told together, in the order of the file', (t) => {
    const text = `nmae: x
http:
  workers: 100
  cors: [nonsense]
  compress: "on"
ringBytes: 1000
log: info
log: warn
pipe:
http.workers: 2
tls: x
wholly-different: 1
`;
    t.deepEqual(faultsOf('c.yaml', text), [
        'c.yaml:1:1: nmae is unknown; name is the nearest setting there is',
        'c.yaml:3:12: http.workers is 100; a whole number from 1 to 64 is wanted',
        'c.yaml:4:9: http.cors is ["nonsense"]; for nonsense: an origin such as https://example.org is wanted',
        'c.yaml:5:13: http.compress is on; true or false is wanted',
        'c.yaml:6:12: ringBytes is 1000; a power of two from 65536 to 268435456 is wanted',
        'c.yaml:8:1: log is there twice',
        'c.yaml:9:6: pipe is empty; a text is wanted',
        'c.yaml:10:1: http.workers is there twice',
        'c.yaml:11:6: tls is no group of settings',
        'c.yaml:12:1: wholly-different is unknown',
    ]);
});
test('a group may stand in two pieces, a setting may not', (t) => {
    t.deepEqual(valuesOf('a.json', '{"http": {"workers": 2}, "http": {"engine": "node"}}'), {
        'http.workers': 2,
        'http.engine': 'node',
    });
    t.deepEqual(faultsOf('a.json', '{"http": {"workers": 2},\n"http": {"workers": 2}}'), [
        'a.json:2:10: http.workers is there twice',
    ]);
});
test('a secret is not repeated in an error', (t) => {
    const [fault = ''] = faultsOf('a.json', '{"token": ["hunter2"]}');
    t.is(fault, 'a.json:1:11: token is ***; a text is wanted');
});
const broken = [
    ['JSON that ends too soon', 'a.json', '{\n  "name": "x"', /^a\.json:2:\d+: .*brace expected/],
    ['JSON with something behind it', 'a.json', '{} x', /^a\.json:1:4: this is no JSON/],
    ['YAML of a broken form', 'a.yaml', 'name: "x', /^a\.yaml:1:\d+: this is no YAML/],
    ['YAML with a tag that nobody knows', 'a.yaml', 'name: !x y', /^a\.yaml:1:7: this is no YAML/],
    ['an alias', 'a.yaml', 'name: &a x\npipe: *a', /^a\.yaml:2:1: aliases are not taken/],
    ['a key that is no text', 'a.yaml', '? [a]\n: 1', /a key is a plain text/],
    ['a list where settings are wanted', 'a.json', '[]', /a group of settings is wanted/],
    ['a name of another language', 'a.toml', 'name = "x"', /^a\.toml:1:1: the name .* ends with/],
    ['a number that is no whole one', 'a.json', '{"http.workers": 1.5}', /http\.workers is 1\.5/],
    ['null', 'a.json', '{"name": null}', /name is empty; a text is wanted/],
    ['nesting without end', 'a.json', '['.repeat(50_000), /nested too deeply/],
];
for (const [what, path, text, pattern] of broken) {
    test(`refuses ${what}`, (t) => {
        const faults = faultsOf(path, text);
        t.true(faults.length > 0);
        t.regex(faults[0] ?? '', pattern);
        t.deepEqual(checkConfig(path, text).settings, []);
    });
}
test('a file that cannot be read, is too long or no UTF-8 is a fault', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'signalbox-test-'));
    const faultOf = (path) => readConfigFile(path).faults.map(({ text }) => text);
    t.regex(faultOf(join(folder, 'none.json'))[0] ?? '', /cannot be read: ENOENT/);
    t.regex(faultOf(folder)[0] ?? '', /cannot be read: EISDIR/);
    const long = join(folder, 'long.json');
    writeFileSync(long, ' '.repeat(256 * 1024 + 1));
    t.deepEqual(faultOf(long), ['it has more than 262144 bytes']);
    const bytes = join(folder, 'bytes.json');
    writeFileSync(bytes, Buffer.from([0x22, 0xff, 0x22]));
    t.deepEqual(faultOf(bytes), ['it is not UTF-8']);
});
//# sourceMappingURL=config-file.test.js.map