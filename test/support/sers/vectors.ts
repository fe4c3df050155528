// The recorded conversations of docs/SERS.md.

import { readFileSync } from 'node:fs'

export type VectorFrame = {
  readonly dir: 'client→center' | 'center→client'
  readonly conn?: string
  readonly hex: string
}

export type Vector = {
  readonly id: string
  readonly transport: string
  readonly note: string
  readonly frames: readonly VectorFrame[]
}

/** The tests run in the folder of the package. */
export const vectors: readonly Vector[] = JSON.parse(
  readFileSync('test/support/sers/vectors.json', 'utf8'),
) as Vector[] // recorded in exactly this shape

export function vector(id: string): Vector {
  const found = vectors.find((one) => one.id === id)
  if (found === undefined) throw new Error(`there is no vector ${id}`)
  return found
}
