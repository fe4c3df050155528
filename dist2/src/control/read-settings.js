// Puts settings together: flags over environment over configuration file over what holds when nothing is said.
import { readText } from './setting-kinds.js';
import { flagOf, kSettings, settingText, variableOf } from './settings.js';
/** Reads all sources. All faults are told together. Reads the file anew at each call. */
export async function readSettings(sources) {
    const { flags, environment, file } = sources;
    const config = file === undefined ? { settings: [], faults: [] } : await readConfig(file);
    const faults = [...config.faults];
    const settings = new Map();
    for (const spec of kSettings) {
        settings.set(spec.key, { spec, value: spec.fallback, origin: { kind: 'default' } });
    }
    for (const { spec, value, place } of config.settings) {
        settings.set(spec.key, { spec, value, origin: { kind: 'file', place } });
    }
    const take = (spec, given, origin, place) => {
        const reading = typeof given === 'boolean' ? { ok: true, value: given } : readText(spec.kind, given);
        if (reading.ok)
            settings.set(spec.key, { spec, value: reading.value, origin });
        else {
            const shown = spec.isSecret ? '***' : given || "''";
            faults.push({ place, text: `${spec.key} is ${settingText(shown)}; ${reading.rule}` });
        }
    };
    for (const spec of kSettings) {
        const name = variableOf(spec);
        const given = environment[name];
        if (given !== undefined)
            take(spec, given, { kind: 'env', name }, name);
    }
    for (const spec of kSettings) {
        const given = flags.get(spec.key);
        const name = flagOf(spec);
        if (given !== undefined)
            take(spec, given, { kind: 'flag', name }, name);
    }
    return { settings, faults };
}
/** Loads the readers of both languages only where there is a file: they take as long as the rest of the settings. */
async function readConfig(file) {
    const { readConfigFile } = await import('./config-file.js');
    return readConfigFile(file);
}
/** Where a value comes from, in one word or two: `default`, `center.yaml:3:5`, `env SIGNALBOX_NAME`, `flag --name`. */
export function originText(origin) {
    if (origin.kind === 'default')
        return origin.kind;
    return origin.kind === 'file' ? origin.place : `${origin.kind} ${origin.name}`;
}
const kStrength = ['default', 'file', 'env', 'flag'];
/** Whether one origin wins over another. */
export function isStronger(one, other) {
    return kStrength.indexOf(one.kind) > kStrength.indexOf(other.kind);
}
//# sourceMappingURL=read-settings.js.map