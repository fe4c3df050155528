// `signalbox config`: the settings that a server would start with, and where each comes from.
import { originText } from '../control/read-settings.js';
import { settingText } from '../control/settings.js';
import { outputFlag } from './flags.js';
import { lookOf } from './listing.js';
import { jsonText, write } from './output.js';
import { addSettingFlags, faultsError, givenSettings, readGiven, valueInForce, } from './setting-flags.js';
import { tableText } from './table.js';
/** Characters that are left of a value where there is little room. */
const kValueLeast = 20;
const kColumns = [
    { title: 'SETTING', align: 'left', cell: (row) => row.key },
    { title: 'VALUE', align: 'left', cell: (row) => settingText(row.value), least: kValueLeast },
];
const kOriginColumn = { title: 'ORIGIN', align: 'left', cell: (row) => row.origin };
/** Adds the group of commands. */
export function addConfigCommand(program, context) {
    const group = program.command('config').description('look at configuration');
    const print = group
        .command('print')
        .description('print the settings that `server` would start with, given the same flags');
    addSettingFlags(print);
    print
        .addOption(outputFlag())
        .option('--origin', 'say where each value comes from: default, file:line:column, env, flag')
        .action(async (flags) => {
        const { settings, faults } = await readGiven(givenSettings(print));
        if (faults.length > 0)
            throw faultsError(faults);
        const rows = [...settings.values()].map((setting) => rowOf(settings, setting));
        const hasOrigin = flags.origin === true;
        const text = flags.output === 'json'
            ? jsonText(jsonOf(rows, hasOrigin), context.isTerminal)
            : tableText(hasOrigin ? [...kColumns, kOriginColumn] : kColumns, rows, lookOf(context));
        await write(context.stdout, text);
    });
}
function rowOf(settings, setting) {
    const { spec, origin } = setting;
    const value = valueInForce(settings, setting);
    const shown = spec.isSecret && value !== null ? '***' : value;
    return { key: spec.key, value: shown, origin: originText(origin) };
}
/** By key: the value, or the value and its origin. */
function jsonOf(rows, hasOrigin) {
    return Object.fromEntries(rows.map(({ key, value, origin }) => [key, hasOrigin ? { value, origin } : value]));
}
//# sourceMappingURL=config.js.map