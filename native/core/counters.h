// Counters in shared memory: 64-bit floats, because JavaScript reads and adds them without BigInt.
#pragma once

#include <atomic>

namespace signalbox {

/**
 * Adds to a counter that has exactly one writer, the caller. Any thread or process may read it
 * meanwhile. Not a read-modify-write: with one writer a load and a store suffice, and cost a tenth.
 *
 * @param counter a counter in memory that may be shared with another process.
 * @param amount what to add; sums stay exact up to 2^53.
 */
inline void add_to_counter(std::atomic<double>& counter, double amount) {
  // relaxed: a counter orders nothing else; a reader may see it a moment late.
  counter.store(counter.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
}

}  // namespace signalbox
