// Whether and how the command line colours its output. The rules of https://no-color.org and https://force-color.org;
// the flag --no-color beats both.

import picocolors from 'picocolors'

/** Colours by name; each is the identity where there are none. */
export type Colors = ReturnType<typeof picocolors.createColors>

/** How a cell or a word may stand out. */
export type Paint = 'red' | 'yellow' | 'green' | 'cyan' | 'magenta' | 'dim' | 'bold' | 'inverse'

export const kPlain: Colors = picocolors.createColors(false)

/** What decides about colours. */
export type ColorSource = {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isTerminal: boolean
}

/** Colours for one stream of output. */
export function colorsFor({ args, env, isTerminal }: ColorSource): Colors {
  return picocolors.createColors(isColored(args, env, isTerminal))
}

function isColored(args: readonly string[], env: ColorSource['env'], isTerminal: boolean): boolean {
  const end = args.indexOf('--')
  if ((end < 0 ? args : args.slice(0, end)).includes('--no-color')) return false
  if ((env.NO_COLOR ?? '') !== '') return false
  const forced = env.FORCE_COLOR ?? ''
  if (forced !== '') return forced !== '0' && forced !== 'false'
  return isTerminal && env.TERM !== 'dumb'
}
