// Which block of shared memory holds the statistics of which endpoint, and what became of those that are gone.
//
// A block has one writer, so each dispatcher has blocks of its own: a chunk holds all blocks of dispatcher 0, then all of
// dispatcher 1, …. Who reads adds them up. What is no dispatcher's is written where those of dispatcher 0 are, into blocks of
// which no dispatcher knows.

import { kRetiredNamesMax, kStatsBlocksPerChunk } from '../base/limits.js'
import { StatsSum } from '../data/endpoint-stats.js'
import { kCallsWord, kInFlightWord, kStatsBlockWords } from '../wire/stats-block.js'

/** Words of one dispatcher's blocks in a chunk. */
const kChunkWords = kStatsBlocksPerChunk * kStatsBlockWords

export class StatsBook {
  readonly #chunks: Float64Array[] = []
  readonly #newChunks: SharedArrayBuffer[] = []
  readonly #free: number[] = []
  /** By route, then by service. */
  readonly #retiredRoutes = new Map<string, Map<string, StatsSum>>()
  #retiredPairCount = 0
  readonly #retiredServices = new Map<string, StatsSum>()
  #blockCount = 0
  readonly #dispatchers: number

  constructor(dispatchers = 1) {
    this.#dispatchers = dispatchers
  }

  /** @returns index of a zeroed block. */
  allocate(): number {
    const free = this.#free.pop()
    if (free !== undefined) return free
    if (this.#blockCount % kStatsBlocksPerChunk === 0) {
      const memory = new SharedArrayBuffer(
        this.#dispatchers * kChunkWords * Float64Array.BYTES_PER_ELEMENT,
      )
      this.#chunks.push(new Float64Array(memory))
      this.#newChunks.push(memory)
    }
    return this.#blockCount++
  }

  /** Keeps the sums of an endpoint that is gone, and takes its block back. */
  retire(block: number, route: string, service: string): void {
    const { words, at: first } = this.locate(block)
    for (let dispatcher = 0; dispatcher < this.#dispatchers; dispatcher++) {
      const at = first + dispatcher * kChunkWords
      words[at + kInFlightWord] = 0
      if (words[at + kCallsWord] > 0) {
        this.#sumOfPair(route, service).add(words, at)
        sumOf(this.#retiredServices, service).add(words, at)
      }
      words.fill(0, at, at + kStatsBlockWords)
    }
    this.#free.push(block)
  }

  /** Chunks that the data plane does not know yet. */
  takeNewChunks(): SharedArrayBuffer[] {
    return this.#newChunks.splice(0)
  }

  /** Adds what all dispatchers have counted in a block. */
  addTo(sum: StatsSum, block: number): void {
    const { words, at } = this.locate(block)
    for (let dispatcher = 0; dispatcher < this.#dispatchers; dispatcher++)
      sum.add(words, at + dispatcher * kChunkWords)
  }

  /** Where the block of dispatcher 0 lies. */
  locate(block: number): { words: Float64Array; at: number } {
    return {
      words: this.#chunks[Math.floor(block / kStatsBlocksPerChunk)],
      at: (block % kStatsBlocksPerChunk) * kStatsBlockWords,
    }
  }

  /** A sum that begins with what endpoints of the route that are gone had counted. */
  sumOfRoute(route: string): StatsSum {
    return begunWith(...(this.#retiredRoutes.get(route)?.values() ?? []))
  }

  /** What endpoints that are gone had counted, for each route and service. */
  *retired(): Iterable<{ route: string; service: string; sum: StatsSum }> {
    for (const [route, services] of this.#retiredRoutes) {
      for (const [service, sum] of services) yield { route, service, sum }
    }
  }

  /** The same for a service. */
  sumOfService(service: string): StatsSum {
    return begunWith(this.#retiredServices.get(service))
  }

  #sumOfPair(route: string, service: string): StatsSum {
    const services = this.#retiredRoutes.get(route) ?? new Map<string, StatsSum>()
    this.#retiredRoutes.set(route, services)
    const known = services.get(service)
    if (known !== undefined) return known
    // The route that was retired first goes first: its figures are the oldest.
    const [oldest] = this.#retiredRoutes.keys()
    if (this.#retiredPairCount >= kRetiredNamesMax && oldest !== undefined) {
      const dropped = this.#retiredRoutes.get(oldest)
      this.#retiredPairCount -= dropped?.size ?? 0
      dropped?.clear() // the oldest may be this very route
      this.#retiredRoutes.delete(oldest)
      this.#retiredRoutes.set(route, services)
    }
    const sum = new StatsSum()
    services.set(service, sum)
    this.#retiredPairCount++
    return sum
  }
}

function sumOf(sums: Map<string, StatsSum>, key: string): StatsSum {
  const known = sums.get(key)
  if (known !== undefined) return known
  const sum = new StatsSum()
  sums.set(key, sum)
  // The name that was retired first goes first: its figures are the oldest.
  const [oldest] = sums.keys()
  if (sums.size > kRetiredNamesMax && oldest !== undefined) sums.delete(oldest)
  return sum
}

function begunWith(...retired: readonly (StatsSum | undefined)[]): StatsSum {
  const sum = new StatsSum()
  for (const one of retired) if (one !== undefined) sum.addSum(one)
  return sum
}
