// SIGHUP of a running server: reads the settings again and hands the center what it can take.
import { failureOf } from './exit.js';
import { write } from './output.js';
import { reloadingText } from './supervisor.js';
/**
 * Listens for SIGHUP. One that comes before the center runs is taken up when it does; several while one is worked on
 * are one.
 *
 * @param readOptions reads all sources anew; rejects when something is wrong with them.
 */
export function listenForReload(context, supervisor, readOptions) {
    let center = null;
    let isWanted = false;
    let isBusy = false;
    const work = async () => {
        if (isBusy)
            return;
        isBusy = true;
        while (isWanted && center !== null) {
            isWanted = false;
            supervisor?.notify(reloadingText());
            await write(context.stderr, `${await outcomeOf(center, readOptions)}\n`);
            supervisor?.notify('READY=1');
        }
        isBusy = false;
    };
    const release = context.onReloadSignal(() => {
        isWanted = true;
        void work();
    });
    const attach = (running) => {
        center = running;
        void work();
    };
    return { attach, release };
}
/** Reloads. @returns what is to be said about it; never rejects. */
async function outcomeOf(center, readOptions) {
    try {
        const options = await readOptions();
        return reloadText(center.reload(options));
    }
    catch (error) {
        return refusedReloadText(error);
    }
}
/** What people are told of a reload. */
export function reloadText({ changed, needsRestart }) {
    const lines = [`reloaded: ${changed.join(', ') || 'nothing has changed'}`];
    if (needsRestart.length > 0)
        lines.push(`changed, needs a restart: ${needsRestart.join(', ')}`);
    return lines.join('\n');
}
/** What they are told of one that was refused. */
export function refusedReloadText(error) {
    return `${failureOf(error).message}\nnot reloaded; everything is as it was`;
}
//# sourceMappingURL=reload.js.map