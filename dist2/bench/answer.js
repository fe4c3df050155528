// The other end of processes.ts: a program of bench/ answers the questions of the process that conducts, and ends with it.
/**
 * Answers questions until the conducting process ends or lets go.
 *
 * @param close ends what the program holds; the process exits after it.
 */
export function answer(answers, close) {
    process.on('message', (message) => void reply(answers, message));
    // Ctrl-C goes to all processes of a terminal; this one ends when the conducting process lets go.
    process.on('SIGINT', () => { });
    process.once('disconnect', () => {
        close().then(() => process.exit(0), (error) => {
            console.error(error);
            process.exit(1);
        });
    });
}
async function reply(answers, { id, question, parameters }) {
    try {
        const value = await answers[question]?.(parameters);
        process.send?.({ id, value });
    }
    catch (error) {
        process.send?.({
            id,
            error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
    }
}
/** A text among parameters. */
export function textOf(parameters, name) {
    const value = parameters[name];
    if (typeof value === 'string')
        return value;
    throw new Error(`${name} is no text`);
}
/** A number among parameters. */
export function numberOf(parameters, name) {
    const value = parameters[name];
    if (typeof value === 'number')
        return value;
    throw new Error(`${name} is no number`);
}
//# sourceMappingURL=answer.js.map