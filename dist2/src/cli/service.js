// `signalbox service`: a systemd unit for a server that starts with the machine, or with its user.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findSetting, flagOf } from '../control/settings.js';
import { loadNative } from '../ring/native.js';
import { parseHostPort } from '../transport/address.js';
import { CliError, kExitOther, usageError } from './exit.js';
import { write } from './output.js';
import { foldersOf, kUnitMark, machinePaths, unitText } from './service/unit.js';
import { addSettingFlags, faultsError, givenSettings, readGiven } from './setting-flags.js';
const kNotes = `
The server of the unit gets the flags that stand here; variables of this shell are not taken over.
A unit of the machine has its pipe at /run/signalbox/NAME/center.sock and its data in /var/lib/signalbox/NAME, unless
--pipe and --data-dir say otherwise; its stations run as the same user, with SIGNALBOX_CENTER=/run/signalbox/NAME/center.sock.`;
/** Adds the group of commands. */
export function addServiceCommand(program, context) {
    const group = program.command('service').description('run a server under systemd');
    const add = (name, description, work) => {
        const command = group.command(name).description(description);
        addSettingFlags(command);
        command
            .option('--user', 'a unit of this user, run by its own systemd')
            .option('--run-as <user>', 'user of a unit of the machine', 'signalbox')
            .option('--unit-dir <dir>', 'folder of units, where it is not the usual one')
            .option('--dry-run', 'say what would be done, and do nothing')
            .addHelpText('after', kNotes)
            .action(async (flags) => work(await planFor(command, flags), flags));
    };
    add('install', 'write the unit', (planned, flags) => install(context, planned, flags));
    add('uninstall', 'remove the unit', (planned, flags) => uninstall(context, planned, flags));
    add('print', 'print the unit', ({ text }) => write(context.stdout, text));
}
async function planFor(command, flags) {
    const given = givenSettings(command);
    const { settings, faults } = await readGiven(given, {}); // the unit will not have this shell's variables
    if (faults.length > 0)
        throw faultsError(faults);
    const isUser = flags.user === true;
    const name = String(settings.get('name')?.value);
    const places = new Map(isUser ? [] : Object.entries(machinePaths(name)));
    const chosen = new Map();
    for (const [key, path] of places) {
        // What the configuration file says holds in the unit, too.
        if (settings.get(key)?.origin.kind !== 'file')
            chosen.set(key, path);
    }
    for (const [key, value] of given.flags)
        chosen.set(key, value);
    const plan = {
        name,
        isUser,
        runAs: flags.runAs,
        program: [process.execPath, fileURLToPath(new URL('./main.js', import.meta.url))],
        flags: flagsOf(chosen),
        config: given.file === undefined ? undefined : resolve(given.file),
        writable: writablePaths(settings, places),
        canNotify: loadNative().ok,
        hasLowPort: ['stationAddress', 'http.address'].some((key) => isLowPort(settings.get(key))),
    };
    const unit = name === 'default' ? 'signalbox' : `signalbox-${name}`;
    const path = join(flags.unitDir ?? unitFolder(isUser), `${unit}.service`);
    return { path, unit, text: unitText(plan), plan };
}
function unitFolder(isUser) {
    if (!isUser)
        return '/etc/systemd/system';
    const config = process.env.XDG_CONFIG_HOME;
    const base = config?.startsWith('/') === true ? config : join(homedir(), '.config');
    return join(base, 'systemd', 'user');
}
/** Flags by their own names; --json stands in every unit already. */
function flagsOf(chosen) {
    const flags = new Map();
    for (const [key, value] of chosen) {
        const spec = findSetting(key);
        if (spec === undefined || key === 'json')
            continue;
        const isPath = /<(?:file|dir|path)>/.test(spec.placeholder);
        const isNamed = typeof value === 'string' && !(key === 'dataDir' && value === 'off');
        flags.set(flagOf(spec), isPath && isNamed ? resolve(value) : value);
    }
    return flags;
}
/** Places outside the folders that systemd makes. */
function writablePaths(settings, places) {
    const said = (key) => {
        const setting = settings.get(key);
        const value = setting?.value;
        const isOwn = setting?.origin.kind === 'flag' || setting?.origin.kind === 'file';
        return isOwn && typeof value === 'string' && value !== places.get(key) ? resolve(value) : null;
    };
    const dataDir = settings.get('dataDir')?.value === 'off' ? null : said('dataDir');
    const log = settings.get('http.accessLog')?.value;
    const logFile = log === 'off' || log === 'stderr' ? null : said('http.accessLog');
    const files = [said('pipe'), logFile].filter((path) => path !== null);
    return [...(dataDir === null ? [] : [dataDir]), ...foldersOf(files)];
}
function isLowPort(setting) {
    const address = setting?.value;
    if (typeof address !== 'string' || address === 'off')
        return false;
    const { port } = parseHostPort(address, address);
    return port > 0 && port < 1_024;
}
async function install(context, planned, flags) {
    const { path, text, plan } = planned;
    refuseForeign(path);
    if (!plan.canNotify) {
        const reason = 'without the addon systemd hears neither that the server is ready nor that it lives';
        await write(context.stderr, `warning: ${reason}\n`);
    }
    if (!plan.isUser && spawnSync('id', ['-u', plan.runAs]).status !== 0) {
        const mend = `useradd --system ${plan.runAs}`;
        await write(context.stderr, `warning: there is no user ${plan.runAs} yet: ${mend}\n`);
    }
    if (flags.dryRun === true) {
        await write(context.stdout, `would write ${path}:\n\n${text}`);
        return;
    }
    perform(path, () => {
        mkdirSync(dirname(path), { recursive: true });
        const draft = `${path}.${process.pid}`;
        writeFileSync(draft, text, { mode: 0o644, flag: 'wx' });
        renameSync(draft, path);
    });
    const systemctl = systemctlOf(plan);
    const next = `${systemctl} daemon-reload\n  ${systemctl} enable --now ${planned.unit}`;
    await write(context.stdout, `wrote ${path}; to start it now and with ${whenOf(plan)}:\n  ${next}\n`);
}
function whenOf({ isUser }) {
    return isUser ? 'each login' : 'the machine';
}
async function uninstall(context, { path, plan, unit }, flags) {
    if (!existsSync(path)) {
        await write(context.stdout, `there is no ${path}\n`);
        return;
    }
    refuseForeign(path);
    if (flags.dryRun === true) {
        await write(context.stdout, `would remove ${path}\n`);
        return;
    }
    perform(path, () => unlinkSync(path));
    const systemctl = systemctlOf(plan);
    const next = `${systemctl} stop ${unit}\n  ${systemctl} daemon-reload`;
    await write(context.stdout, `removed ${path}; to end the server that may still run:\n  ${next}\n`);
}
function systemctlOf({ isUser }) {
    return isUser ? 'systemctl --user' : 'systemctl';
}
/** A unit that somebody else wrote is not ours to change. */
function refuseForeign(path) {
    if (!existsSync(path))
        return;
    const text = perform(path, () => readFileSync(path, 'utf8'));
    if (!text.startsWith(kUnitMark)) {
        throw usageError(`${path} was not written by signalbox; move it away first`);
    }
}
/** Work on the unit's file. @throws CliError that says what to do when the system refuses. */
function perform(path, work) {
    try {
        return work();
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new CliError(kExitOther, `${reason}\n${path}: run it as root, or use --user`);
    }
}
//# sourceMappingURL=service.js.map