// GET /openapi.json: what stations offer, as an OpenAPI document.

import { randomUUID } from 'node:crypto'
import type { Center } from '../control/center.js'
import { type Reply, reply } from '../station/reply.js'
import type { Station } from '../station/station.js'
import { openApiText } from './openapi-document.js'

type Made = { readonly epoch: number; readonly bytes: Uint8Array }

/** Adds the route to the center's own station. */
export function offerOpenApi(station: Station, center: Center, version: string): void {
  // Epochs begin anew with each center.
  const run = randomUUID().slice(0, 8)
  /** The newest document, without and with the center's own routes. */
  const made = new Map<boolean, Made>()
  const documentOf = (hasSystem: boolean): Made => {
    const { epoch } = center
    const known = made.get(hasSystem)
    if (known?.epoch === epoch) return known
    const title = `signalbox center ${center.name}`
    const text = openApiText(center.offers(), { title, version, hasSystem })
    const fresh = { epoch, bytes: Buffer.from(text) }
    made.set(hasSystem, fresh)
    return fresh
  }
  station.route(
    'GET /openapi.json',
    {
      description: 'What stations offer, as an OpenAPI 3.1 document',
      docs: {
        query: { all: { type: 'string', description: "1 shows the center's own routes, too." } },
      },
    },
    ({ query, headers }): Reply => {
      const hasSystem = query.get('all') === '1'
      const { epoch, bytes } = documentOf(hasSystem)
      const etag = `"${run}-${epoch}${hasSystem ? '-all' : ''}"`
      const fields = { etag, 'cache-control': 'no-cache' }
      if (isKnown(headers['if-none-match'], etag)) {
        return reply(undefined, { status: 304, headers: fields })
      }
      return reply(bytes, { headers: { ...fields, 'content-type': 'application/json' } })
    },
  )
}

/** RFC 9110 §13.1.2: weak comparison. */
function isKnown(field: string | undefined, etag: string): boolean {
  if (field === undefined) return false
  const tags = field.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags.includes(etag) || tags.includes('*')
}
