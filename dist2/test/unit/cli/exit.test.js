import test from 'ava';
import { CenterError, centerError } from '../../../src/base/errors.js';
import { failureOf, noCenterError, usageError } from '../../../src/cli/exit.js';
function serviceError(text, status = 500) {
    return new CenterError({ code: 'go.micro.client', text, status, retryable: false });
}
const kFailures = [
    [
        'a refused token',
        centerError('ERR_TOKEN', { name: 'x' }),
        2,
        "Not authorized to perform this request\nERR_TOKEN: the token of x is not the center's",
    ],
    [
        'a 401 of a service',
        serviceError('who are you', 401),
        2,
        'Not authorized to perform this request\ngo.micro.client: who are you',
    ],
    [
        'a method name that is none',
        serviceError('malformed method name: "a"'),
        3,
        'Method name "a" invalid format. Expecting service.endpoint\n' +
            'go.micro.client: malformed method name: "a"',
    ],
    [
        'a service that nobody offers',
        serviceError('service a: route not found'),
        4,
        'Service "a" not found\ngo.micro.client: service a: route not found',
    ],
    [
        'a method that the service lacks',
        serviceError('unknown service A.B'),
        5,
        'Service method "A.B" not found\ngo.micro.client: unknown service A.B',
    ],
    [
        'no answer in time',
        centerError('ERR_DEADLINE', { route: '/a', timeoutMs: 5 }),
        1,
        'Request timed out\nERR_DEADLINE: no answer from /a within 5 ms',
    ],
    [
        'another error with a code',
        centerError('ERR_PAUSED', { route: '/a' }),
        127,
        'ERR_PAUSED: every station of /a is paused or draining',
    ],
    ['an error of the system', Object.assign(new Error('no'), { code: 'EACCES' }), 128, 'EACCES: no'],
    [
        'an error of the system that names its code itself',
        Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' }),
        128,
        'ENOSPC: no space left on device, write',
    ],
    ['an error without a code', new TypeError('odd'), 128, 'TypeError: odd'],
    ['what is no error', 'odd', 128, 'ERR_UNKNOWN: odd'],
    ['a wrong command line', usageError('no'), 1, 'error: no'],
];
for (const [what, thrown, exitCode, text] of kFailures) {
    test(`${what} ends with exit code ${exitCode}`, (t) => {
        const failure = failureOf(thrown);
        t.is(failure.exitCode, exitCode);
        t.is(failure.message, text);
    });
}
test('no center ends with exit code 4 and names the address that was asked for', (t) => {
    const reason = centerError('ERR_NO_CENTER', { address: '/a.sock', reason: 'ENOENT' });
    const failure = noCenterError('signalbox:east', reason);
    t.is(failure.exitCode, 4);
    t.is(failure.message.split('\n')[0], 'Failed to connect to signalbox server at signalbox:east');
});
test('an exit code that is given holds, but not over one that stands', (t) => {
    t.is(failureOf(centerError('ERR_TOKEN', { name: 'x' }), 1).exitCode, 1);
    t.is(failureOf(usageError('x'), 127).exitCode, 1);
});
//# sourceMappingURL=exit.test.js.map