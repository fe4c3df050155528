/** What a question says. */
export type Parameters = Readonly<Record<string, unknown>>;
/** Answers by question. */
export type Answers = Readonly<Record<string, (parameters: Parameters) => unknown>>;
/**
 * Answers questions until the conducting process ends or lets go.
 *
 * @param close ends what the program holds; the process exits after it.
 */
export declare function answer(answers: Answers, close: () => Promise<void>): void;
/** A text among parameters. */
export declare function textOf(parameters: Parameters, name: string): string;
/** A number among parameters. */
export declare function numberOf(parameters: Parameters, name: string): number;
