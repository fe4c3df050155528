/** True where Python can make terminals. */
export declare const hasPty: boolean;
/** What a terminal shows. */
export declare class TextScreen {
    #private;
    columns: number;
    rows: number;
    isOther: boolean;
    isCursorShown: boolean;
    constructor(columns: number, rows: number);
    /** The lines, without the space behind them and below. */
    text(): string;
    /** Takes what a program wrote; whole sequences only. @returns what is left over. */
    take(text: string): string;
}
export type TerminalProcess = {
    readonly screen: TextScreen;
    type(keys: string): void;
    resize(columns: number, rows: number): void;
    signal(number: number): void;
    /** Waits until the screen shows it. */
    shows(what: string | RegExp): Promise<void>;
    /** `exit CODE echo on|off`. */
    readonly ended: Promise<string>;
    close(): void;
};
/** Runs a program in a terminal. */
export declare function startInTerminal(columns: number, rows: number, command: readonly string[], env: Readonly<Record<string, string>>): TerminalProcess;
