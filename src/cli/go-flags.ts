// Flags as programs written in Go read them: `-p 1`, `-p=1`, `--p 1`, `--p=1`; what follows the first other word is left
// alone. So that `signalbox srsr` stands in for srsr in scripts as it is.

/** Flags by name; true for one that needs a value. */
export type GoFlagSpecs = Readonly<Record<string, boolean>>

export type GoFlags =
  | { readonly kind: 'flags'; readonly values: ReadonlyMap<string, string> }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly text: string }

/** Reads them. A flag without a value has the value 'true'. */
export function readGoFlags(args: readonly string[], specs: GoFlagSpecs): GoFlags {
  const values = new Map<string, string>()
  const wrong = (text: string): GoFlags => ({ kind: 'wrong', text })
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]
    if (!arg.startsWith('-') || arg === '-' || arg === '--') break
    const [, name = '', value] = /^--?([^=]*)(?:=(.*))?$/s.exec(arg) ?? []
    if (name === '' || name.startsWith('-')) return wrong(`bad flag syntax: ${arg}`)
    const needsValue = Object.hasOwn(specs, name) ? specs[name] : undefined
    if (needsValue === undefined) {
      if (name === 'h' || name === 'help') return { kind: 'help' }
      return wrong(`flag provided but not defined: -${name}`)
    }
    if (value !== undefined) values.set(name, value)
    else if (!needsValue) values.set(name, 'true')
    else {
      at++
      if (at >= args.length) return wrong(`flag needs an argument: -${name}`)
      values.set(name, args[at])
    }
  }
  return { kind: 'flags', values }
}
