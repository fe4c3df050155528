// Configuration: files in both spellings, and values of flags and variables. All faults are told, none is thrown.
//
//   input   u8 even: JSON with comments, odd: YAML | text

import { checkConfig } from '../../../src/control/config-file.js'
import { readText, readValue } from '../../../src/control/setting-kinds.js'
import { kSettings } from '../../../src/control/settings.js'
import { Input, must } from '../input.js'

export const words = [
  '{"http": {"address": "127.0.0.1:1"}}',
  'http:\n  address: ',
  '// a\n',
  '- ',
  '&a *a',
  '<<: ',
  '[]',
  '1e999',
  'null',
  '"',
]

export function fuzz(data: Buffer): void {
  const input = new Input(data)
  const path = (input.byte() & 1) === 0 ? 'a.json' : 'a.yaml'
  const text = input.rest().toString('utf8')
  const { settings, faults } = checkConfig(path, text)
  for (const { spec, value } of settings)
    must(readValue(spec.kind, value).ok, `${spec.key} was read`)
  for (const { text: fault, place } of faults)
    must(fault !== '' && place !== '', 'a fault says what')
  const [first] = text.split('\n', 1)
  for (const { kind } of kSettings) {
    const reading = readText(kind, first)
    if (!reading.ok) must(reading.rule !== '', 'a refusal names the rule')
  }
}
