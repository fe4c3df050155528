// What a suite of behaviours is given: one way to call, and the station it calls.

import test from 'ava'
import type { CenterOptions } from '../../src/index.js'
import { type CallerKind, openWorld, type Placement, type TestCaller, type World } from './world.js'

export type Bench = {
  /** Begins the title of every test. */
  readonly title: string
  readonly placement: Placement
  readonly kind: CallerKind
  /** There from the first test on. */
  world(): World
  caller(): TestCaller
}

let keyCount = 0

/** A word that no other test uses. */
export function freshKey(): string {
  return `key${++keyCount}`
}

/**
 * Opens a world with the station `suite` before the tests of a file, and makes a bench for each way to call it.
 *
 * @param kinds one caller for each; a kind may stand there again: its links have other homes where there are dispatchers.
 */
export function benches(
  placement: Placement,
  kinds: readonly CallerKind[],
  options: CenterOptions = {},
): Bench[] {
  let world: World | undefined
  const callers: TestCaller[] = []
  test.before(async () => {
    world = await openWorld(placement === 'tls', options)
    await world.start(placement, { kind: 'suite', name: 'suite' })
    for (const kind of kinds) callers.push(await world.connect(kind))
  })
  test.after.always(async () => world?.close())
  return kinds.map((kind, index) => {
    const number = kinds.slice(0, index).filter((other) => other === kind).length + 1
    const caller = number === 1 ? `${kind} caller` : `${kind} caller ${number}`
    return {
      title: `${caller}, ${placement} station`,
      placement,
      kind,
      world: () => thereOf(world),
      caller: () => thereOf(callers[index]),
    }
  })
}

function thereOf<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error('the world was not opened')
  return thing
}
