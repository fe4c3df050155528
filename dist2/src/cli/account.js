// `signalbox account`: the accounts of a center, as they lie in its data folder. No center need run.
import { existsSync } from 'node:fs';
import { resetSecret } from '../control/accounts.js';
import { failureOf, kExitUsage, usageError } from './exit.js';
import { write } from './output.js';
import { addSettingFlags, faultsError, givenSettings, readGiven, valueInForce, } from './setting-flags.js';
const kNotes = `
The secret is printed on stdout and stored nowhere: only its hash is. A center that runs takes it at once.`;
/** Adds the group of commands. */
export function addAccountCommand(program, context) {
    const group = program.command('account').description('accounts of a center');
    const reset = group
        .command('reset')
        .description('give an account a new secret, given the same flags as `server`')
        .argument('<id>', 'the account, for example admin');
    addSettingFlags(reset);
    reset.addHelpText('after', kNotes).action(async (id) => {
        const secret = await resetIn(await dataFolder(reset), id);
        await write(context.stdout, `${secret}\n`);
    });
}
async function dataFolder(command) {
    const { settings, faults } = await readGiven(givenSettings(command));
    if (faults.length > 0)
        throw faultsError(faults);
    const setting = settings.get('dataDir');
    const path = setting === undefined ? null : valueInForce(settings, setting);
    if (typeof path !== 'string' || path === 'off') {
        throw usageError('without a data folder accounts last as long as their server');
    }
    // Making one would help nobody: the center has another.
    if (!existsSync(path))
        throw usageError(`${path} is not there; name the --data-dir of the server`);
    return path;
}
async function resetIn(path, id) {
    try {
        return await resetSecret(path, id);
    }
    catch (error) {
        throw failureOf(error, kExitUsage);
    }
}
//# sourceMappingURL=account.js.map