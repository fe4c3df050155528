/** The data folder of a center: below XDG_STATE_HOME, else below ~/.local/state. */
export declare function stateFolder(name: string): string;
