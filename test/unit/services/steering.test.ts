// What the answer to a pause or a resume says of its being in force.

import test from 'ava'
import { inForce } from '../../../src/services/system-steering.js'
import { refusalOf } from '../../support/refusal.js'

test('it is in force when the dispatch worker answers', async (t) => {
  await t.notThrowsAsync(inForce({ isAlive: () => Promise.resolve(true) }))
})

test('a dispatch worker that does not answer is told of, not taken for one that does', async (t) => {
  const refusal = await refusalOf(inForce({ isAlive: () => Promise.resolve(false) }))
  t.is(refusal.code, 'ERR_DEADLINE')
  t.regex(refusal.message, /dispatch worker within 5000 ms/)
})
