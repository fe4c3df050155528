// Rules of a node: whatever a registration says, it compiles or refuses everybody, and takes no long time over any call.
//
//   input   description as JSON | line feed | RpcContextData as JSON

import { readRegistration } from '../../../src/sers/registration.js'
import { compileRules } from '../../../src/sers/rules.js'
import { parseObject } from '../../../src/wire/sers/rpc-data.js'
import { Input, must } from '../input.js'

const kNodesMax = 100

export const words = [
  '{"type":"Switch","body":[{"condition":{"type":"Not","value":{"type":"==","path":"caller.source","value":"Internal"}},"value":{"type":"_","errorCode":405}}]}',
  '{"rpcValidations":[{"path":"caller.source","ssError":{"errorCode":405},"ssValid":{"type":"Regex","value":"(a+)+$"}}]}',
  '"rpcVerify2":',
  '{"type":"in","path":"http.url","value":["a"]}',
  '(a|a)*b',
  '[^\\\\d]{1,900}',
  '"path":"a[0].b"',
]

export function fuzz(data: Buffer): void {
  const input = new Input(data)
  const said = input.line()
  const description = parseObject(said)
  readRegistration(Buffer.from(said), kNodesMax, null)
  if (description === null) return
  const { refuses, fault } = compileRules(description)
  if (fault !== null) must(refuses?.({}) !== null, 'what is malformed refuses')
  const rpc = parseObject(input.rest().toString()) ?? {}
  const error = refuses?.(rpc) ?? null
  must(error === null || typeof error === 'object', 'an error is an object')
}
