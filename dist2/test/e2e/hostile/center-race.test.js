// Centers that start at the same moment on one pipe: exactly one gets it, whatever the one before left behind.
import { fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { connect } from '../../../src/index.js';
import { kill, World, within } from '../world.js';
const kRacer = fileURLToPath(new URL('./center-racer.js', import.meta.url));
const kRacerCount = 8;
const kRounds = 50;
/** A process that starts a center when it is told to. */
async function startRacer(world) {
    const child = fork(kRacer, [world.pipe], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const racer = { child, next: () => { } };
    child.on('message', (report) => racer.next(report));
    child.on('exit', (code) => racer.next(`it ended with ${code}`));
    await reportOf(racer);
    return racer;
}
function reportOf(racer) {
    return within('a racer reports', new Promise((resolve) => {
        racer.next = resolve;
    }));
}
async function order(racer, what) {
    const report = reportOf(racer);
    racer.child.send(what);
    return report;
}
test('of eight centers that start at one moment exactly one wins, fifty times', async (t) => {
    t.timeout(300_000);
    const world = new World();
    let racers = await Promise.all(Array.from({ length: kRacerCount }, () => startRacer(world)));
    try {
        for (let round = 0; round < kRounds; round++) {
            const reports = await Promise.all(racers.map((racer) => order(racer, 'start')));
            const wanted = ['won', ...Array.from({ length: kRacerCount - 1 }, () => 'ERR_CENTER_RUNS')];
            t.deepEqual([...reports].sort((a, b) => b.localeCompare(a)), wanted, `round ${round}`);
            const winner = racers[reports.indexOf('won')];
            const client = await connect(world.pipe, { onEvent: () => { } });
            const answer = await client.call('GET /racer');
            t.is(answer, winner.child.pid, `round ${round}: the winner answers at the pipe`);
            await client.close();
            // Every other winner is killed; the others end in good order.
            if (round % 2 === 0) {
                await kill(winner.child, 'SIGKILL');
                const next = await startRacer(world);
                racers = racers.map((racer) => (racer === winner ? next : racer));
            }
            else
                t.is(await order(winner, 'stop'), 'stopped');
        }
        const names = readdirSync(world.folder).sort((a, b) => a.localeCompare(b));
        t.deepEqual(names, [`center.sock.lock.${kRounds}`], 'nothing is left but the last claim');
    }
    finally {
        for (const { child } of racers)
            await kill(child, 'SIGKILL');
        await world.close();
    }
});
//# sourceMappingURL=center-race.test.js.map