// An explorer of interleavings, as native/model/explorer.h is for C++: takes processes that are made of the product's own
// classes through every order of their steps.
//
//   step      what a process does between two looks at the world around it: it takes one message, or one turn of its loop;
//             all promises that follow from it are settled in it
//   state     a sum of all that is to be seen, and of each process all that its steps gave it, which determines where it is;
//             two states with equal sums of 64 bits count as one
//
// Classes cannot be copied with what they know, so a state is reached again by making a new world and taking the steps that
// led there. Every transition from every state is taken once: what is found holds for all orders, within the sizes of the
// world.

export type Step = { readonly name: string; readonly run: () => void }

/** A world that is made anew for each way through it. */
export type World = {
  /** What may happen now; the order is the same for the same state. */
  steps(): readonly Step[]
  /** The last step is over, and the promises that follow from it are settled. */
  settle(): void
  /** See above. */
  sum(): string
  /** True when nothing happens any more by itself; {@link judgeEnd} is called then. */
  isAtRest(): boolean
  /** Rules that were broken on the way here, in words. */
  readonly faults: readonly string[]
  /** @returns rules that a world at rest breaks. */
  judgeEnd(): readonly string[]
}

export type Explored = {
  stateCount: number
  transitionCount: number
  /** Worlds at rest that were judged. */
  endCount: number
  depthMax: number
  /** Empty when every rule held; else what was broken, and the steps that led there. */
  failure: string
}

/** Most states of one world: more are a fault of its sizes. */
const kStateCountMax = 500_000
/** Steps between two breaths of the event loop, for those who watch this program. */
const kStepsPerBreath = 20_000

/** @param make lays the world out; its timers never fire. */
export async function explore(make: () => World): Promise<Explored> {
  const restore = withoutTimers()
  try {
    return await new Explorer(make).run()
  } finally {
    restore()
  }
}

type Fork = { readonly names: readonly string[]; next: number }

class Explorer {
  readonly #make: () => World
  readonly #seen = new Set<string>()
  /** The way to the present state: what could have happened, and which of it did. */
  readonly #way: Fork[] = []
  readonly #told: Explored = {
    stateCount: 0,
    transitionCount: 0,
    endCount: 0,
    depthMax: 0,
    failure: '',
  }
  #breath = 0

  constructor(make: () => World) {
    this.#make = make
  }

  async run(): Promise<Explored> {
    const told = this.#told
    let world = this.#make()
    await settled()
    for (;;) {
      const steps = this.#isNew(world) ? world.steps() : []
      if (told.failure !== '') return told
      let index = 0
      if (steps.length === 0) {
        const fork = this.#lastOpenFork()
        if (fork === undefined) return told
        world = await this.#again()
        index = fork.next++
      } else {
        this.#way.push({ names: steps.map(({ name }) => name), next: 1 })
      }
      await this.#take(world, index)
      told.transitionCount++
      told.depthMax = Math.max(told.depthMax, this.#way.length)
    }
  }

  /** Counts a state and judges it. @returns false for one that is known. */
  #isNew(world: World): boolean {
    const told = this.#told
    this.#fail(world.faults)
    const sum = world.sum()
    if (this.#seen.has(sum)) return false
    this.#seen.add(sum)
    told.stateCount = this.#seen.size
    if (told.stateCount > kStateCountMax) this.#fail([`there are over ${kStateCountMax} states`])
    if (world.isAtRest()) {
      told.endCount++
      this.#fail(world.judgeEnd())
    }
    return true
  }

  #fail(faults: readonly string[]): void {
    if (faults.length === 0 || this.#told.failure !== '') return
    const steps = this.#way.map(({ names, next }, at) => `  ${at + 1}. ${names[next - 1]}`)
    this.#told.failure = [...faults, 'it came so:', ...steps].join('\n')
  }

  /** Goes back to the last state from which not every step was taken. */
  #lastOpenFork(): Fork | undefined {
    for (;;) {
      const fork = this.#way.at(-1)
      if (fork === undefined || fork.next < fork.names.length) return fork
      this.#way.pop()
    }
  }

  /** The world in the state before the last fork. */
  async #again(): Promise<World> {
    const world = this.#make()
    await settled()
    for (const { next } of this.#way.slice(0, -1)) await this.#take(world, next - 1)
    return world
  }

  async #take(world: World, index: number): Promise<void> {
    world.steps()[index].run()
    await settled()
    world.settle()
    if (++this.#breath % kStepsPerBreath === 0) await breath()
  }
}

/** All promise jobs that are queued, and those that follow from them, have run. */
function settled(): Promise<void> {
  // Node takes ticks only when no promise job is left; a turn of the event loop would cost ten times as much.
  return new Promise((resolve) => process.nextTick(resolve))
}

function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

const kTimers = ['setTimeout', 'setInterval'] as const

/** Timers of worlds never fire, and are not kept. @returns puts Node's back. */
function withoutTimers(): () => void {
  const never = { ref: () => never, unref: () => never, hasRef: () => false }
  const real = kTimers.map((name) => [name, globalThis[name]] as const)
  for (const name of kTimers) Reflect.set(globalThis, name, () => never)
  return () => {
    for (const [name, timer] of real) Reflect.set(globalThis, name, timer)
  }
}
