import test from 'ava';
import { kSessionCountMax, kSessionMs } from '../../../src/base/limits.js';
import { Sessions } from '../../../src/services/sessions.js';
import { ManualClock } from '../../support/manual-clock.js';
function makeSessions() {
    const clock = new ManualClock();
    let account = { id: 'admin', scopes: ['admin'], changedMs: 1 };
    const sessions = new Sessions({ find: (id) => (id === 'admin' ? account : null) }, clock);
    const change = () => {
        account = { ...account, changedMs: 2 };
    };
    return { clock, sessions, account, change };
}
test('a session lasts its time and not longer', (t) => {
    const { clock, sessions, account } = makeSessions();
    const token = sessions.open(account);
    clock.advance(kSessionMs - 1);
    t.is(sessions.find(token)?.id, 'admin');
    clock.advance(1);
    t.is(sessions.find(token), null);
});
test('a new secret ends the sessions of the old one', (t) => {
    const { sessions, account, change } = makeSessions();
    const token = sessions.open(account);
    change();
    t.is(sessions.find(token), null);
});
test('beyond the bound the oldest session ends', (t) => {
    const { sessions, account } = makeSessions();
    const first = sessions.open(account);
    const second = sessions.open(account);
    for (let count = 2; count <= kSessionCountMax; count++)
        sessions.open(account);
    t.is(sessions.find(first), null);
    t.not(sessions.find(second), null);
});
test('what is no token is nobody', (t) => {
    const { sessions } = makeSessions();
    for (const token of ['', 'x', '__proto__'])
        t.is(sessions.find(token), null);
});
//# sourceMappingURL=sessions.test.js.map