import test from 'ava';
import { redactJson, secretNames } from '../../../src/control/redact.js';
const isSecret = secretNames(['iban']);
const redact = (value) => redactJson(JSON.stringify(value), isSecret);
test('names that speak of secrets are known however they are written', (t) => {
    for (const name of [
        'password',
        'PASSWORD',
        'user_password',
        'accessToken',
        'access-token',
        'X-Api-Key',
        'Authorization',
        'set-cookie',
        'clientSecret',
        'IBAN',
        'myIban',
    ]) {
        t.true(isSecret(name), name);
    }
    for (const name of ['name', 'id', 'sku', 'path', ''])
        t.false(isSecret(name), name);
    t.false(secretNames(['', '-'])('name'));
});
test('values of secrets are replaced, whatever they are; all else stays as it is', (t) => {
    t.is(redact({ name: 'Jo', password: 'x"y\\', n: 1 }), '{"name":"Jo","password":"***","n":1}');
    t.is(redact({ token: 12, a: true }), '{"token":"***","a":true}');
    t.is(redact({ cookie: { a: [1, '}', { b: ']' }] }, after: [1] }), '{"cookie":"***","after":[1]}');
    t.is(redact([{ secret: [] }, { secret: null }]), '[{"secret":"***"},{"secret":"***"}]');
    t.is(redact({ a: 'password', b: ['token'] }), '{"a":"password","b":["token"]}');
    t.is(redact('password'), '"password"');
    t.is(redactJson('{ "token" : "x" , "b" : 1 }', isSecret), '{ "token" : "***" , "b" : 1 }');
});
test('a name with escapes is read as it is meant', (t) => {
    t.is(redactJson('{"pass\\u0077ord":"x"}', isSecret), '{"pass\\u0077ord":"***"}');
});
test('a body that is cut off anywhere shows nothing of its secrets', (t) => {
    const whole = JSON.stringify({
        a: { password: 'hidden"\\hidden', list: [{ token: { deep: ['hidden', { x: 'hidden' }] } }] },
        apiKey: 'hidden',
        end: 'shown',
    });
    for (let length = 0; length <= whole.length; length++) {
        const text = redactJson(whole.slice(0, length), isSecret);
        t.false(text.includes('hid'), text);
    }
    t.true(redactJson(whole, isSecret).endsWith('"end":"shown"}'));
});
test('text that is no JSON ends, and stays mostly as it is', (t) => {
    for (const text of ['', '"', '{"token":', '{"token":}', '}}}]]]"":::', '{"token":"a" "b"', '\\"'])
        t.notThrows(() => redactJson(text, isSecret));
    t.is(redactJson('plain text', isSecret), 'plain text');
});
//# sourceMappingURL=redact.test.js.map