// Whether a thread that spins notices that it shares its core.
#include "core/crowding.h"

#include <gtest/gtest.h>

namespace signalbox {
namespace {

TEST(Crowding, short_yields_never_add_up) {
  Crowding crowding;
  for (int yields = 0; yields < 100'000; ++yields) {
    EXPECT_FALSE(crowding.yielded(Crowding::kLongYieldNs - 1));
  }
}

TEST(Crowding, one_sleep_for_each_span_that_others_had_the_core) {
  Crowding crowding;
  constexpr uint64_t kYieldNs = 50'000;
  constexpr uint64_t kYieldsPerSleep = Crowding::kLostNsMax / kYieldNs;
  for (int sleeps = 0; sleeps < 3; ++sleeps) {
    for (uint64_t yields = 1; yields < kYieldsPerSleep; ++yields) {
      EXPECT_FALSE(crowding.yielded(kYieldNs));
    }
    EXPECT_TRUE(crowding.yielded(kYieldNs));
  }
}

TEST(Crowding, one_very_long_yield_is_enough) {
  Crowding crowding;
  EXPECT_TRUE(crowding.yielded(Crowding::kLostNsMax));
  EXPECT_FALSE(crowding.yielded(Crowding::kLostNsMax - 1));
}

}  // namespace
}  // namespace signalbox
