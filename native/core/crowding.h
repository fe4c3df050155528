// Whether a spinning thread shares its core with the threads that it waits for.
//
// Threads that spin by turns on one core stay there: a scheduler takes them for busy and for warm, while other cores are idle.
// Only a thread that wakes is given an idle core. So one that has lost much time to others while it yielded sleeps once.
#pragma once

#include <cstdint>

namespace signalbox {

// One thread owns it.
class Crowding {
 public:
  // A yield that gave the core to nobody is shorter than this.
  static constexpr uint64_t kLongYieldNs = 2'000;
  // Lost to others since the last sleep; a sleep costs its thread some 15 us.
  static constexpr uint64_t kLostNsMax = 10'000'000;

  // Tells of a yield. True: sleep now.
  bool yielded(uint64_t spent_ns) {
    if (spent_ns < kLongYieldNs) return false;
    lost_ns_ += spent_ns;
    if (lost_ns_ < kLostNsMax) return false;
    lost_ns_ = 0;
    return true;
  }

 private:
  uint64_t lost_ns_ = 0;
};

}  // namespace signalbox
