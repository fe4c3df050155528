// Schemas of requests and replies: whatever follows the Standard Schema interface (https://standardschema.dev), so
// that a service keeps the library it knows and its types flow into handlers and callers.

import type { StandardSchemaV1 } from '@standard-schema/spec'
import { centerError } from '../base/errors.js'

/**
 * Checks a value.
 *
 * @returns the schema's output, which may differ from the input (defaults, conversions).
 * @throws CenterError with `code`; details are the issues: message and path of each.
 */
export async function validate(
  schema: StandardSchemaV1,
  value: unknown,
  code: 'ERR_BAD_BODY' | 'ERR_BAD_REPLY',
  route: string,
): Promise<unknown> {
  const result = await schema['~standard'].validate(value)
  if (result.issues === undefined) return result.value
  const issues = result.issues.map((issue) => ({
    message: issue.message,
    path: (issue.path ?? []).map(pathPart),
  }))
  const [first] = issues
  const where = first === undefined || first.path.length === 0 ? '' : ` at ${first.path.join('.')}`
  throw centerError(code, { route, rule: `${first?.message ?? 'it does not fit'}${where}` }, issues)
}

/** JSON Schema text of a schema that can give one (Standard JSON Schema), else ''. */
export function describeSchema(schema: StandardSchemaV1 | undefined): string {
  if (schema === undefined) return ''
  const standard: object = schema['~standard']
  const jsonSchema: unknown = Reflect.get(standard, 'jsonSchema')
  if (typeof jsonSchema !== 'object' || jsonSchema === null) return ''
  const input: unknown = Reflect.get(jsonSchema, 'input')
  return typeof input === 'function'
    ? JSON.stringify(input.call(jsonSchema, { target: 'draft-2020-12' }))
    : ''
}

function pathPart(part: PropertyKey | StandardSchemaV1.PathSegment): string {
  return String(typeof part === 'object' ? part.key : part)
}
