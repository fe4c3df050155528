// Where the command line keeps things when nothing is said.
import { homedir } from 'node:os';
import { join } from 'node:path';
/** The data folder of a center: below XDG_STATE_HOME, else below ~/.local/state. */
export function stateFolder(name) {
    const state = process.env.XDG_STATE_HOME;
    // A relative path is to be ignored, says the XDG base directory specification.
    const base = state?.startsWith('/') === true ? state : join(homedir(), '.local', 'state');
    return join(base, 'signalbox', name);
}
//# sourceMappingURL=folders.js.map