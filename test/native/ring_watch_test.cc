// The sleeper's list of rings, and how long it looks before it sleeps.
#include "core/ring_watch.h"

#include <gtest/gtest.h>

#include "core/spin_budget.h"

namespace signalbox {
namespace {

struct Words {
  std::atomic<uint32_t> tail{0};
  std::atomic<uint32_t> head{0};
  std::atomic<uint32_t> bell{0};
  WatchedRing ring() { return {&tail, &head, &bell}; }
};

TEST(RingWatch, is_never_ready_without_rings) {
  RingWatch watch;
  EXPECT_FALSE(watch.any_ready());
  EXPECT_TRUE(watch.arm_all());
  watch.disarm_all();
  EXPECT_EQ(watch.size(), 0u);
}

TEST(RingWatch, is_ready_when_any_of_its_rings_has_records) {
  RingWatch watch;
  Words words[3];
  for (Words& each : words) watch.add(each.ring());
  EXPECT_FALSE(watch.any_ready());
  words[2].tail.store(64);
  EXPECT_TRUE(watch.any_ready());
}

TEST(RingWatch, offers_records_once_so_that_a_reader_may_leave_them) {
  RingWatch watch;
  Words words;
  watch.add(words.ring());
  words.tail.store(64);
  EXPECT_TRUE(watch.any_ready());
  EXPECT_FALSE(watch.any_ready());
  words.tail.store(128);
  EXPECT_TRUE(watch.any_ready());
  words.head.store(128);
  EXPECT_FALSE(watch.any_ready());
}

TEST(RingWatch, tells_news_as_often_as_it_is_asked_until_they_are_offered_or_taken) {
  RingWatch watch;
  Words words[2];
  for (Words& each : words) watch.add(each.ring());
  EXPECT_FALSE(watch.has_news());
  words[1].tail.store(64);
  EXPECT_TRUE(watch.has_news());
  EXPECT_TRUE(watch.has_news());
  EXPECT_TRUE(watch.any_ready());
  EXPECT_FALSE(watch.has_news()) << "offered";
  words[1].tail.store(128);
  EXPECT_TRUE(watch.has_news());
  words[1].head.store(128);
  EXPECT_FALSE(watch.has_news()) << "taken";
  words[0].tail.store(8);
  EXPECT_TRUE(watch.has_news());
}

TEST(RingWatch, offers_a_first_batch_that_is_there_before_it_is_watched) {
  RingWatch watch;
  Words words;
  words.head.store(0xffff'fff8);
  words.tail.store(0);
  watch.add(words.ring());
  EXPECT_TRUE(watch.any_ready());
}

TEST(RingWatch, arms_and_disarms_every_bell) {
  RingWatch watch;
  Words words[2];
  for (Words& each : words) watch.add(each.ring());
  EXPECT_TRUE(watch.arm_all());
  EXPECT_EQ(words[0].bell.load() + words[1].bell.load(), 2u);
  watch.disarm_all();
  EXPECT_EQ(words[0].bell.load() + words[1].bell.load(), 0u);
}

TEST(RingWatch, silences_the_bell_of_a_removed_ring_and_leaves_it_alone_afterwards) {
  RingWatch watch;
  Words words[3];
  uint32_t ids[3];
  for (int i = 0; i < 3; ++i) ids[i] = watch.add(words[i].ring());
  EXPECT_TRUE(watch.arm_all());
  EXPECT_TRUE(watch.remove(ids[0]));
  EXPECT_EQ(words[0].bell.load(), 0u);
  EXPECT_EQ(words[1].bell.load(), 1u);
  EXPECT_TRUE(watch.arm_all());
  EXPECT_EQ(words[0].bell.load(), 0u);
  words[0].tail.store(8);
  EXPECT_FALSE(watch.any_ready());
  words[2].tail.store(8);
  EXPECT_TRUE(watch.any_ready());
  EXPECT_FALSE(watch.remove(ids[0])) << "twice";
  EXPECT_FALSE(watch.remove(0));
  EXPECT_EQ(watch.size(), 2u);
}

TEST(RingWatch, removes_any_ring_whether_it_is_looked_at_or_armed) {
  for (int removed = 0; removed < 4; ++removed) {
    RingWatch watch;
    Words words[4];
    uint32_t ids[4];
    for (int i = 0; i < 4; ++i) ids[i] = watch.add(words[i].ring());
    EXPECT_TRUE(watch.arm_all());
    watch.rouse(ids[1]);
    watch.rouse(ids[3]);
    EXPECT_TRUE(watch.remove(ids[removed]));
    EXPECT_EQ(watch.size(), 3u);
    EXPECT_EQ(watch.awake_count(), removed % 2 == 1 ? 1u : 2u);
    for (int i = 0; i < 4; ++i) {
      EXPECT_EQ(words[i].bell.load(), i % 2 == 1 || i == removed ? 0u : 1u);
      if (i != removed) words[i].tail.store(8);
      EXPECT_EQ(watch.any_ready(), i != removed) << i << " without " << removed;
      EXPECT_EQ(watch.remove(ids[i]), i != removed);
    }
    EXPECT_EQ(watch.size(), 0u);
  }
}

TEST(RingWatch, stays_awake_when_records_come_while_it_arms) {
  RingWatch watch;
  Words words[2];
  for (Words& each : words) watch.add(each.ring());
  words[1].tail.store(8);
  EXPECT_FALSE(watch.arm_all());
  EXPECT_EQ(words[0].bell.load() + words[1].bell.load(), 0u);
  EXPECT_EQ(watch.awake_count(), 2u);
  words[1].head.store(8);
  EXPECT_TRUE(watch.arm_all());
  EXPECT_EQ(watch.awake_count(), 0u);
}

TEST(RingWatch, does_not_look_at_rings_whose_producers_ring) {
  RingWatch watch;
  Words words[2];
  uint32_t ids[2];
  for (int i = 0; i < 2; ++i) ids[i] = watch.add(words[i].ring());
  EXPECT_TRUE(watch.arm_all());
  words[1].tail.store(8);
  EXPECT_FALSE(watch.has_news()) << "the producer rings";
  watch.rouse(ids[1]);
  EXPECT_EQ(words[1].bell.load(), 0u);
  EXPECT_EQ(words[0].bell.load(), 1u);
  EXPECT_TRUE(watch.has_news());
  watch.rouse(ids[1]);
  watch.rouse(77);
  EXPECT_EQ(watch.awake_count(), 1u);
}

TEST(RingWatch, finds_records_in_the_rings_that_were_armed_last) {
  RingWatch watch;
  Words words[3 * kArmedLooksMax];
  uint32_t ids[3 * kArmedLooksMax];
  for (uint32_t i = 0; i < 3 * kArmedLooksMax; ++i) ids[i] = watch.add(words[i].ring());
  EXPECT_TRUE(watch.arm_all());
  EXPECT_EQ(watch.armed_news(), 0u);
  const uint32_t last = 3 * kArmedLooksMax - 1;
  words[last].tail.store(8);
  EXPECT_EQ(watch.armed_news(), 0u) << "used long ago: its producer rings";
  watch.rouse(ids[last]);
  EXPECT_EQ(watch.armed_news(), 0u) << "not armed any more";
  words[last].head.store(8);
  EXPECT_TRUE(watch.arm_all());
  words[last].tail.store(16);
  EXPECT_EQ(watch.armed_news(), ids[last]);
  EXPECT_TRUE(watch.any_ready());
  EXPECT_EQ(watch.armed_news(), 0u) << "offered";
}

TEST(RingWatch, rouses_those_with_records_and_those_whose_producers_rang) {
  RingWatch watch;
  Words words[3];
  for (Words& each : words) watch.add(each.ring());
  EXPECT_TRUE(watch.arm_all());
  words[0].tail.store(8);
  words[1].bell.store(0);
  watch.rouse_busy();
  EXPECT_EQ(watch.awake_count(), 2u);
  EXPECT_EQ(words[0].bell.load() + words[1].bell.load(), 0u);
  EXPECT_EQ(words[2].bell.load(), 1u);
  words[1].tail.store(8);
  EXPECT_TRUE(watch.has_news()) << "nobody rings for it any more";
}

TEST(RingWatch, arms_the_bell_of_a_ring_that_stays_quiet) {
  RingWatch watch;
  Words quiet;
  Words busy;
  watch.add(quiet.ring());
  watch.add(busy.ring());
  for (uint32_t look = 0; look < kQuietLooksMax; ++look) {
    EXPECT_EQ(watch.awake_count(), 2u) << look;
    busy.tail.store(8 * (look + 1));
    busy.head.store(8 * (look + 1));
    EXPECT_FALSE(watch.settle());
  }
  EXPECT_EQ(watch.awake_count(), 1u);
  EXPECT_EQ(quiet.bell.load(), 1u);
  EXPECT_EQ(busy.bell.load(), 0u);
  watch.rouse_busy();
  EXPECT_EQ(watch.awake_count(), 1u);
}

TEST(RingWatch, tells_that_records_lie_there_since_the_last_time) {
  RingWatch watch;
  Words words;
  watch.add(words.ring());
  words.tail.store(8);
  EXPECT_FALSE(watch.settle()) << "they are new";
  EXPECT_TRUE(watch.settle());
  EXPECT_TRUE(watch.settle()) << "and does not arm before they are offered";
  EXPECT_TRUE(watch.any_ready());
  EXPECT_FALSE(watch.settle()) << "the reader leaves them on purpose";
  EXPECT_EQ(words.bell.load(), 0u);
}

TEST(SpinBudget, never_spins_when_its_longest_spin_is_zero) {
  SpinBudget budget(0);
  EXPECT_EQ(budget.ns(), 0u);
  budget.hit();
  EXPECT_EQ(budget.ns(), 0u);
}

TEST(SpinBudget, halves_after_a_long_sleep_down_to_its_least) {
  SpinBudget budget(50'000);
  EXPECT_EQ(budget.ns(), 50'000u);
  budget.slept(50'001);
  EXPECT_EQ(budget.ns(), 25'000u);
  for (int i = 0; i < 100; ++i) budget.slept(1'000'000);
  EXPECT_EQ(budget.ns(), kSpinNsMin);
}

TEST(SpinBudget, doubles_after_a_sleep_that_its_longest_spin_would_have_spared) {
  SpinBudget budget(50'000);
  for (int i = 0; i < 100; ++i) budget.slept(1'000'000);
  budget.slept(50'000);
  EXPECT_EQ(budget.ns(), 2 * kSpinNsMin);
}

TEST(SpinBudget, doubles_when_it_finds_work_up_to_its_most) {
  SpinBudget budget(50'000);
  for (int i = 0; i < 100; ++i) budget.slept(1'000'000);
  budget.hit();
  EXPECT_EQ(budget.ns(), 2 * kSpinNsMin);
  for (int i = 0; i < 100; ++i) budget.hit();
  EXPECT_EQ(budget.ns(), 50'000u);
}

TEST(SpinBudget, respects_a_longest_spin_below_the_usual_least) {
  SpinBudget budget(1'000);
  budget.slept(1'000'000);
  EXPECT_EQ(budget.ns(), 1'000u);
}

}  // namespace
}  // namespace signalbox
