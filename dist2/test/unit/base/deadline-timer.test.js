import test from 'ava';
import { DeadlineTimer } from '../../../src/base/deadline-timer.js';
import { ManualClock } from '../../support/manual-clock.js';
import { until } from '../../support/until.js';
test('is due at the earliest deadline, and again at the one it is told', async (t) => {
    const clock = new ManualClock();
    const due = [];
    const timer = new DeadlineTimer(clock, (nowMs) => {
        due.push(nowMs);
        return due.length === 1 ? nowMs + 5 : Number.POSITIVE_INFINITY;
    });
    timer.note(clock.nowMs() + 60_000);
    timer.note(clock.nowMs() + 1);
    timer.note(clock.nowMs() + 60_000);
    clock.advance(1);
    await until(() => due.length === 2);
    t.deepEqual(due, [1_001, 1_001]);
    timer.close();
});
test('is not due after close', async (t) => {
    const clock = new ManualClock();
    let dueCount = 0;
    const timer = new DeadlineTimer(clock, () => {
        dueCount++;
        return Number.POSITIVE_INFINITY;
    });
    timer.note(clock.nowMs());
    timer.close();
    timer.note(clock.nowMs());
    let isLater = false;
    setTimeout(() => {
        isLater = true;
    }, 10);
    await until(() => isLater);
    t.is(dueCount, 0);
});
test('a deadline further away than timers reach does not fire at once', async (t) => {
    const clock = new ManualClock();
    let dueCount = 0;
    const timer = new DeadlineTimer(clock, () => {
        dueCount++;
        return Number.POSITIVE_INFINITY;
    });
    timer.note(clock.nowMs() + 2 ** 33);
    let isLater = false;
    setTimeout(() => {
        isLater = true;
    }, 10);
    await until(() => isLater);
    t.is(dueCount, 0);
    timer.close();
});
//# sourceMappingURL=deadline-timer.test.js.map