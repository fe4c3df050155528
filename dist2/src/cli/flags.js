// Flags that several commands share, and how their values are read.
import { readFile } from 'node:fs/promises';
import { InvalidArgumentError, Option } from 'commander';
import { usageError } from './exit.js';
/** A flag with its environment variable `SIGNALBOX_<FLAG>`; the flag wins. */
export function flag(flags, description) {
    const option = new Option(flags, description);
    return option.env(`SIGNALBOX_${option.name().replaceAll('-', '_').toUpperCase()}`);
}
/** A flag with a text that is not empty. */
export function textFlag(flags, description) {
    return flag(flags, description).argParser(nonEmpty);
}
/** A flag with a whole number. */
export function wholeFlag(flags, description, min, max) {
    return flag(flags, description).argParser((text) => {
        const value = Number(text);
        if (/^\d+$/.test(text) && value >= min && value <= max)
            return value;
        throw new InvalidArgumentError(`It must be a whole number, ${min} to ${max}.`);
    });
}
/** Milliseconds of each unit of a span. */
const kUnits = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
/**
 * A flag with a span of time: `200ms`, `1.5s`, `2m`, `1h`; a whole number alone is milliseconds. Its value is in
 * milliseconds.
 */
export function spanFlag(flags, description, minMs, maxMs) {
    return flag(flags, description).argParser((text) => {
        const [, digits = 'none', unit = 'ms'] = /^(\d+|\d+\.\d+(?=[a-z]))(ms|s|m|h)?$/.exec(text) ?? [];
        const ms = Number(digits) * kUnits[unit];
        if (ms >= minMs && ms <= maxMs)
            return ms;
        throw new InvalidArgumentError(`It must be a time like 200ms, 1.5s or 2m (a whole number is milliseconds), ${minMs} ms to ${maxMs} ms.`);
    });
}
/** How a listing is printed: a table for people, JSON for programs. */
export const outputFlag = () => new Option('-o, --output <format>', 'how to print')
    .choices(['table', 'json'])
    .default('table')
    .env('SIGNALBOX_OUTPUT');
export const centerFlag = () => textFlag('--center <address>', 'signalbox:NAME, path of a pipe, tcp://host:port or tls://host:port (default: signalbox:default)');
export const tokenFileFlag = () => textFlag('--token-file <file>', "file that holds the center's token");
/**
 * Reads a token.
 *
 * @returns the file's text without the space around it; undefined where no file is named.
 * @throws CliError of usage when the file cannot be read or holds nothing.
 */
export async function readToken(file) {
    if (file === undefined)
        return undefined;
    const token = (await readNamedFile(file, '--token-file')).trim();
    if (token === '')
        throw usageError(`--token-file ${file} is empty`);
    return token;
}
/** Reads a file that the user named; that it cannot be read is an error of usage. */
export async function readNamedFile(file, name) {
    try {
        return await readFile(file, 'utf8');
    }
    catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw usageError(`${name}: ${reason}`);
    }
}
function nonEmpty(text) {
    if (text.trim() === '')
        throw new InvalidArgumentError('It must not be empty.');
    return text;
}
//# sourceMappingURL=flags.js.map