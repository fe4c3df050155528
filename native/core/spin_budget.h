// How long an idle reader looks on before it sleeps. Waking a thread costs 35–50 us, so a short
// look often pays; an unbounded one takes the core from the very process it waits for.
#pragma once

#include <algorithm>
#include <cstdint>

namespace signalbox {

/**
 * Shortest spin, once spinning is allowed at all: long enough to meet a reply of a process on the
 * other core.
 */
inline constexpr uint64_t kSpinNsMin = 4'000;

/**
 * Doubles when a spin found work, or a longer one would have; halves when it did not. One thread owns it.
 *
 * A sleep that ended soon must not count against spinning: readers that wait for one another would go to sleep one after
 * the other, each sooner than the others wake, and stay so.
 */
class SpinBudget {
 public:
  /**
   * @param ns_max longest spin in nanoseconds; 0 never spins, less than kSpinNsMin spins exactly
   * that.
   */
  explicit SpinBudget(uint64_t ns_max)
      : ns_max_(ns_max), ns_min_(std::min(kSpinNsMin, ns_max)), ns_(ns_max) {}

  /** Nanoseconds of the next spin; 0 means: do not. */
  [[nodiscard]] uint64_t ns() const { return ns_; }

  /** A spin found work. */
  void hit() { ns_ = std::min(ns_ * 2, ns_max_); }

  /** A spin found none. @param waited_ns from its beginning until the reader, asleep by then, woke. */
  void slept(uint64_t waited_ns) {
    if (waited_ns <= ns_max_) {
      hit();
    } else {
      ns_ = std::max(ns_ / 2, ns_min_);
    }
  }

 private:
  const uint64_t ns_max_;
  const uint64_t ns_min_;
  uint64_t ns_;
};

}  // namespace signalbox
