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

/** Doubles when a spin found work, halves when it found none. One thread owns it. */
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

  void hit() { ns_ = std::min(ns_ * 2, ns_max_); }
  void miss() { ns_ = std::max(ns_ / 2, ns_min_); }

 private:
  const uint64_t ns_max_;
  const uint64_t ns_min_;
  uint64_t ns_;
};

}  // namespace signalbox
