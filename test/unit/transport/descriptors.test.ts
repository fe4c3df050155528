// Lists of descriptors that threads write down for those who start them.

import { closeSync, fstatSync, openSync } from 'node:fs'
import test from 'ava'
import { loadNative } from '../../../src/ring/native.js'
import { ThreadDescriptors } from '../../../src/transport/descriptors.js'

const loaded = loadNative()
const withAddon = loaded.ok ? test.serial : test.serial.skip

function isOpen(descriptor: number): boolean {
  try {
    fstatSync(descriptor)
    return true
  } catch {
    return false
  }
}

/** What is opened next gets the lowest number that is free, so that a second close would hit it. */
const openOne = () => openSync('/dev/null', 'r')

function nativeOf() {
  if (!loaded.ok) throw new Error(loaded.reason)
  return loaded.native
}

withAddon('what was kept is closed once, whoever closes', (t) => {
  const first = openOne()
  const list = ThreadDescriptors.listOf(first)
  const own = new ThreadDescriptors(nativeOf(), list)
  const starter = new ThreadDescriptors(nativeOf(), list)
  t.is(own.at(0), first)
  const second = openOne()
  own.keep([second])
  own.close(second)
  t.false(isOpen(second))
  const other = openOne()
  t.is(other, second, 'the number is used again')
  own.close(second)
  starter.closeAll()
  t.true(isOpen(other), 'it is no longer in the list')
  t.false(isOpen(first))
  t.true(ThreadDescriptors.isEmpty(list))
  closeSync(other)
})

withAddon('a list that is full refuses, and leaves nothing open', (t) => {
  const list = ThreadDescriptors.listOf()
  const own = new ThreadDescriptors(nativeOf(), list)
  t.throws(
    () => {
      for (;;) own.keep([openOne()])
    },
    { code: 'ERR_OVERLOADED' },
  )
  const refused = openOne()
  const also = openOne()
  t.throws(() => own.keep([refused, also]), { code: 'ERR_OVERLOADED' })
  t.false(isOpen(refused))
  t.false(isOpen(also))
  own.closeAll()
  t.true(ThreadDescriptors.isEmpty(list))
})
