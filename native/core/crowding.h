// Whether a spinning thread shares its core with the threads that it waits for.
//
// Threads that spin by turns on one core stay there: a scheduler takes them for busy and for warm, while other cores are idle.
// Only a thread that wakes is given an idle core. So one that has lost much time to others while it yielded steps aside for a
// moment, if there is an idle core to be had. Where that did not help it is tried ever more rarely.
#pragma once

#include <algorithm>
#include <cstdint>

namespace signalbox {

// One thread owns it.
class Crowding {
 public:
  // A yield that gave the core to nobody is shorter than this.
  static constexpr uint64_t kLongYieldNs = 2'000;
  // Lost to others before it steps aside, where that helped the last time; it costs its thread some 60 us.
  static constexpr uint64_t kLostNsMin = 500'000;
  // The same where it did not help, again and again.
  static constexpr uint64_t kLostNsMax = 16'000'000;
  // The same where no core is said to be idle: that may be wrong.
  static constexpr uint64_t kLostNsDoubtful = 64'000'000;
  // It helped when none of so many yields is long.
  static constexpr uint32_t kProofYields = 4;

  // Tells of a yield. True: step aside now. `has_idle_core` is asked rarely, and may cost microseconds.
  template <typename HasIdleCore>
  bool yielded(uint64_t spent_ns, const HasIdleCore& has_idle_core) {
    const bool is_long = spent_ns >= kLongYieldNs;
    if (proof_yields_ > 0) prove(is_long);
    if (!is_long) return false;
    lost_ns_ += spent_ns;
    if (lost_ns_ < patience_ns_) return false;
    lost_since_aside_ns_ += lost_ns_;
    lost_ns_ = 0;
    if (lost_since_aside_ns_ < kLostNsDoubtful && !has_idle_core()) return false;
    lost_since_aside_ns_ = 0;
    proof_yields_ = kProofYields;
    return true;
  }

 private:
  void prove(bool is_long) {
    --proof_yields_;
    if (is_long) {
      proof_yields_ = 0;
      patience_ns_ = std::min(patience_ns_ * 2, kLostNsMax);
    } else if (proof_yields_ == 0) {
      patience_ns_ = kLostNsMin;
    }
  }

  // Lost since it was last asked whether a core is idle, and since it stepped aside.
  uint64_t lost_ns_ = 0;
  uint64_t lost_since_aside_ns_ = 0;
  uint64_t patience_ns_ = kLostNsMin;
  // Yields that are still looked at for whether stepping aside has helped.
  uint32_t proof_yields_ = 0;
};

}  // namespace signalbox
