// The other end of processes.ts: a program of bench/ answers the questions of the process that conducts, and ends with it.

type Question = {
  readonly id: number
  readonly question: string
  readonly parameters: Parameters
}

/** What a question says. */
export type Parameters = Readonly<Record<string, unknown>>

/** Answers by question. */
export type Answers = Readonly<Record<string, (parameters: Parameters) => unknown>>

/**
 * Answers questions until the conducting process ends or lets go.
 *
 * @param close ends what the program holds; the process exits after it.
 */
export function answer(answers: Answers, close: () => Promise<void>): void {
  process.on('message', (message: Question) => void reply(answers, message))
  // Ctrl-C goes to all processes of a terminal; this one ends when the conducting process lets go.
  process.on('SIGINT', () => {})
  process.once('disconnect', () => {
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  })
}

async function reply(answers: Answers, { id, question, parameters }: Question): Promise<void> {
  try {
    const value = await answers[question]?.(parameters)
    process.send?.({ id, value })
  } catch (error) {
    process.send?.({
      id,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
  }
}

/** A text among parameters. */
export function textOf(parameters: Parameters, name: string): string {
  const value = parameters[name]
  if (typeof value === 'string') return value
  throw new Error(`${name} is no text`)
}

/** A number among parameters. */
export function numberOf(parameters: Parameters, name: string): number {
  const value = parameters[name]
  if (typeof value === 'number') return value
  throw new Error(`${name} is no number`)
}
