// Whether a thread that spins notices that it shares its core.
#include "core/crowding.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace signalbox {
namespace {

bool idle() { return true; }

TEST(Crowding, short_yields_never_add_up) {
  Crowding crowding;
  for (int yields = 0; yields < 100'000; ++yields) {
    EXPECT_FALSE(crowding.yielded(Crowding::kLongYieldNs - 1, idle));
  }
}

// Yields until it steps aside, each of them so long.
uint64_t yields_until_aside(Crowding& crowding, uint64_t yield_ns) {
  uint64_t yields = 1;
  while (!crowding.yielded(yield_ns, idle)) ++yields;
  return yields;
}

constexpr uint64_t kYieldNs = 50'000;

TEST(Crowding, steps_aside_when_others_had_the_core_for_long) {
  Crowding crowding;
  EXPECT_EQ(yields_until_aside(crowding, kYieldNs), Crowding::kLostNsMin / kYieldNs);
}

TEST(Crowding, one_very_long_yield_is_enough) {
  Crowding crowding;
  EXPECT_TRUE(crowding.yielded(Crowding::kLostNsMin, idle));
  EXPECT_FALSE(crowding.yielded(Crowding::kLostNsMin, idle));
}

TEST(Crowding, steps_aside_ever_more_rarely_where_it_does_not_help) {
  Crowding crowding;
  uint64_t expected_ns = Crowding::kLostNsMin;
  for (int times = 0; times < 10; ++times) {
    EXPECT_EQ(yields_until_aside(crowding, kYieldNs), expected_ns / kYieldNs);
    expected_ns = std::min(expected_ns * 2, Crowding::kLostNsMax);
  }
  EXPECT_EQ(expected_ns, Crowding::kLostNsMax);
}

TEST(Crowding, steps_aside_hardly_ever_where_no_core_is_idle) {
  Crowding crowding;
  uint32_t asked = 0;
  const auto busy = [&asked] {
    ++asked;
    return false;
  };
  uint64_t patience_ns = Crowding::kLostNsMin;
  uint64_t expected_asked = 0;
  for (int times = 0; times < 3; ++times) {
    uint64_t yields = 1;
    while (!crowding.yielded(kYieldNs, busy)) ++yields;
    EXPECT_EQ(yields, Crowding::kLostNsDoubtful / kYieldNs);
    // It steps aside the last time without asking.
    expected_asked += Crowding::kLostNsDoubtful / patience_ns - 1;
    patience_ns *= 2;
  }
  EXPECT_EQ(asked, expected_asked);
}

TEST(Crowding, is_as_quick_as_before_when_it_has_helped) {
  Crowding crowding;
  for (int times = 0; times < 10; ++times) yields_until_aside(crowding, kYieldNs);
  for (uint32_t yields = 0; yields < Crowding::kProofYields; ++yields) crowding.yielded(0, idle);
  EXPECT_EQ(yields_until_aside(crowding, kYieldNs), Crowding::kLostNsMin / kYieldNs);
}

TEST(Crowding, has_not_helped_when_the_core_is_shared_again_soon) {
  Crowding crowding;
  yields_until_aside(crowding, kYieldNs);
  for (uint32_t yields = 1; yields < Crowding::kProofYields; ++yields) crowding.yielded(0, idle);
  EXPECT_EQ(yields_until_aside(crowding, kYieldNs), 2 * Crowding::kLostNsMin / kYieldNs);
}

}  // namespace
}  // namespace signalbox
