// `signalbox gateway`: runs the HTTP gateway of a center away from it, until a signal ends it.
import { CenterError } from '../base/errors.js';
import { failureOf, kExitUsage } from './exit.js';
import { centerFlag, readNamedFile, readToken, textFlag, tokenFileFlag } from './flags.js';
import { engineText, jsonText, write } from './output.js';
import { refusedReloadText, reloadText } from './reload.js';
import { addSettingFlags, centerOptions, faultsError, givenSettings, readGiven, } from './setting-flags.js';
import { listenForStop } from './stop.js';
const kNotes = `
The center need not be there yet, and may go and come: requests are answered with 503 meanwhile, but for
/healthz. SIGTERM and SIGINT drain: no new connections, answers on the way end. A second signal ends the
process at once, with exit code 1. SIGHUP reads the settings again and opens the access log anew.`;
/** Adds the command. */
export function addGatewayCommand(program, context) {
    const command = program
        .command('gateway')
        .description('run the HTTP gateway of a center, on this or another machine')
        .addOption(centerFlag())
        .addOption(tokenFileFlag())
        .addOption(textFlag('--certificates <file>', 'authorities of a TLS center, PEM'));
    addSettingFlags(command, ({ key }) => key.startsWith('http.') || key === 'json');
    command
        .addHelpText('after', kNotes)
        .action((flags) => runGateway(context, flags, givenSettings(command)));
}
async function runGateway(context, flags, given) {
    const { http, isJson } = await readHttp(given);
    const token = await readToken(flags.tokenFile);
    const certificates = flags.certificates === undefined
        ? undefined
        : await readNamedFile(flags.certificates, '--certificates');
    // Before the start: a signal during it must drain too, not kill, and SIGHUP must do no harm.
    const stop = listenForStop(context);
    let running = null;
    const releaseReload = context.onReloadSignal(() => {
        if (running !== null)
            void reload(context, running, given);
    });
    try {
        running = await start(context, {
            ...http,
            ...(flags.center === undefined ? {} : { center: flags.center }),
            ...(token === undefined ? {} : { token }),
            ...(certificates === undefined ? {} : { certificates }),
        });
        const { address, engine, engineReason } = running;
        const line = { ready: true, http: address, engine, engineReason };
        const where = `${address} ${engineText(engine, engineReason)}`;
        const text = `signalbox ${context.version}: gateway is ready\n  http      ${where}\n`;
        await write(context.stdout, isJson ? jsonText(line, false) : text);
        await stop.requested;
        await running.close();
    }
    finally {
        releaseReload();
        stop.release();
    }
}
async function start(context, options) {
    try {
        return await context.startGateway(options);
    }
    catch (error) {
        const isUsage = error instanceof CenterError &&
            (error.code === 'ERR_BAD_ARGUMENT' || error.code === 'ERR_UNSAFE_ADDRESS');
        throw isUsage ? failureOf(error, kExitUsage) : failureOf(error);
    }
}
/** @throws CliError of usage that tells every fault. */
async function readHttp(given) {
    const { settings, faults } = await readGiven(given);
    if (faults.length > 0)
        throw faultsError(faults);
    const { http = {} } = await centerOptions(settings);
    return { http, isJson: settings.get('json')?.value === true };
}
/** Says what became of it on stderr; a fault changes nothing. */
async function reload(context, gateway, given) {
    gateway.reopenLog();
    let text;
    try {
        text = reloadText(await gateway.reload((await readHttp(given)).http));
    }
    catch (error) {
        text = refusedReloadText(error);
    }
    await write(context.stderr, `${text}\n`);
}
//# sourceMappingURL=gateway.js.map