// When a reading thread takes turns, looks on, sleeps and is woken. Orders of steps between threads are
// the model's (native/model/bell_model.cc).
#include "core/duty_cycle.h"

#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <functional>
#include <vector>

namespace signalbox {
namespace {

struct Words {
  std::atomic<uint32_t> tail{0};
  std::atomic<uint32_t> head{0};
  std::atomic<uint32_t> bell{0};
  WatchedRing ring() { return {&tail, &head, &bell}; }
  void publish() { tail.store(tail.load() + 8); }
  void take_all() { head.store(tail.load()); }
};

/** A thread whose turns do what a test has written down; after that they find nothing. */
class Host {
 public:
  bool tell(uint32_t ring_id) {
    told.push_back(ring_id);
    return goes_on;
  }
  Turn turn(bool must_see_all) {
    saw_all.push_back(must_see_all);
    if (on_turn) on_turn();
    if (turns.empty()) return Turn::kIdle;
    const Turn next = turns.front();
    turns.pop_front();
    return next;
  }
  void call_soon() { ++soon_count; }
  [[nodiscard]] bool wants_ring_ids() const { return wants_ids; }
  uint64_t now_ns() { return now += step_ns; }
  bool has_events() {
    ++event_looks;
    return has_event;
  }
  void yield_core() {
    ++yield_count;
    now += yield_ns;
    if (on_yield) on_yield();
  }
  [[nodiscard]] bool has_idle_core() const { return has_core; }
  void step_aside() {
    ++aside_count;
    now += aside_ns;
    if (on_aside) on_aside();
  }

  std::deque<Turn> turns;
  std::vector<bool> saw_all;
  std::vector<uint32_t> told;
  std::function<void()> on_turn;
  std::function<void()> on_yield;
  std::function<void()> on_aside;
  bool goes_on = true;
  bool has_event = false;
  bool wants_ids = true;
  bool has_core = true;
  uint32_t soon_count = 0;
  uint32_t yield_count = 0;
  uint32_t event_looks = 0;
  uint32_t aside_count = 0;
  uint64_t now = 0;
  uint64_t step_ns = 0;
  uint64_t yield_ns = 0;
  uint64_t aside_ns = 60'000;
};

class DutyCycleTest : public testing::Test {
 protected:
  DutyCycleTest() {
    for (size_t index = 0; index < words_.size(); ++index) {
      ids_[index] = cycle_.watch(words_[index].ring());
    }
  }
  void fall_asleep() {
    cycle_.kick();
    cycle_.run();
    ASSERT_EQ(cycle_.counters().sleeps, 1u);
    host_.saw_all.clear();
    host_.soon_count = 0;
  }

  Host host_;
  std::array<Words, 2> words_;
  std::array<uint32_t, 2> ids_{};
  DutyCycle<Host> cycle_{host_, 0};
};

TEST_F(DutyCycleTest, sleeps_with_armed_bells_when_there_is_nothing_to_do) {
  EXPECT_FALSE(cycle_.is_due());
  cycle_.kick();
  EXPECT_TRUE(cycle_.is_due());
  EXPECT_EQ(host_.soon_count, 1u);
  cycle_.run();
  EXPECT_FALSE(cycle_.is_due());
  EXPECT_EQ(host_.saw_all, std::vector<bool>{true}) << "whoever kicks may mean any ring";
  EXPECT_EQ(words_[0].bell.load() + words_[1].bell.load(), 2u);
  EXPECT_EQ(cycle_.counters().wakes, 1u);
  EXPECT_EQ(cycle_.counters().turns, 1u);
}

TEST_F(DutyCycleTest, goes_on_as_long_as_turns_work) {
  host_.turns = {Turn::kWorked, Turn::kWorked};
  cycle_.kick();
  cycle_.run();
  EXPECT_EQ(host_.saw_all, (std::vector<bool>{true, false, false}));
  EXPECT_EQ(cycle_.counters().sleeps, 1u);
}

TEST_F(DutyCycleTest, tells_of_a_ring_that_rang_and_wakes_for_it_alone) {
  fall_asleep();
  words_[1].publish();
  words_[1].bell.store(0);
  host_.on_turn = [this] { words_[1].take_all(); };
  cycle_.rang(ids_[1]);
  cycle_.rang(ids_[1]);
  EXPECT_EQ(host_.soon_count, 0u) << "the event loop runs anyhow";
  EXPECT_TRUE(cycle_.is_due());
  cycle_.run();
  EXPECT_EQ(host_.told, std::vector<uint32_t>{ids_[1]});
  EXPECT_EQ(host_.saw_all, std::vector<bool>{false});
  EXPECT_EQ(words_[1].bell.load(), 1u);
}

TEST_F(DutyCycleTest, sees_every_ring_when_nobody_says_which_one_rang) {
  fall_asleep();
  cycle_.rang(0);
  cycle_.run();
  host_.wants_ids = false;
  cycle_.ring(ids_[0]);
  EXPECT_EQ(host_.soon_count, 1u);
  cycle_.run();
  EXPECT_EQ(host_.saw_all, (std::vector<bool>{true, true}));
  EXPECT_TRUE(host_.told.empty());
}

TEST_F(DutyCycleTest, stops_when_its_host_cannot_be_called_any_more) {
  fall_asleep();
  host_.goes_on = false;
  cycle_.ring(ids_[0]);
  cycle_.run();
  EXPECT_TRUE(host_.saw_all.empty());
  host_.goes_on = true;
  host_.turns = {Turn::kStop};
  cycle_.kick();
  cycle_.run();
  EXPECT_EQ(host_.saw_all.size(), 1u);
  EXPECT_EQ(cycle_.counters().sleeps, 1u) << "only the one before";
}

TEST_F(DutyCycleTest, lets_the_event_loop_have_its_turn_when_a_turn_yields_or_time_is_up) {
  host_.turns = {Turn::kYield};
  cycle_.kick();
  cycle_.run();
  EXPECT_TRUE(cycle_.is_due());
  EXPECT_EQ(host_.soon_count, 2u);
  host_.step_ns = kRunNsMax;
  host_.turns = {Turn::kWorked, Turn::kWorked};
  cycle_.run();
  EXPECT_TRUE(cycle_.is_due());
  EXPECT_EQ(host_.turns.size(), 1u);
}

TEST_F(DutyCycleTest, runs_again_when_its_own_turn_kicked) {
  host_.on_turn = [this] { cycle_.kick(); };
  cycle_.kick();
  cycle_.run();
  EXPECT_TRUE(cycle_.is_due());
  EXPECT_EQ(cycle_.counters().sleeps, 0u);
}

TEST_F(DutyCycleTest, makes_a_turn_see_all_when_two_found_nothing_though_there_is_news) {
  cycle_.kick();
  host_.on_turn = [this] {
    if (host_.saw_all.size() == 1) words_[0].publish();
    if (host_.saw_all.back() && host_.saw_all.size() > 1) words_[0].take_all();
  };
  cycle_.run();
  EXPECT_EQ(host_.saw_all, (std::vector<bool>{true, false, true}));
  EXPECT_EQ(cycle_.counters().sleeps, 1u);
}

TEST_F(DutyCycleTest, sees_all_when_a_ring_was_left_out_for_long) {
  host_.turns = {Turn::kYield, Turn::kYield, Turn::kYield};
  cycle_.kick();
  cycle_.run();
  words_[0].publish();
  cycle_.run();
  cycle_.run();
  EXPECT_EQ(host_.saw_all, (std::vector<bool>{true, false, true}));
}

TEST_F(DutyCycleTest, arms_for_the_first_time_when_asked_and_only_then) {
  cycle_.arm();
  EXPECT_EQ(words_[0].bell.load(), 1u);
  EXPECT_FALSE(cycle_.is_due());
  words_[0].bell.store(0);
  cycle_.arm();
  EXPECT_EQ(words_[0].bell.load(), 0u) << "it sleeps already";
}

TEST_F(DutyCycleTest, does_not_fall_asleep_over_records_that_came_before) {
  words_[0].publish();
  cycle_.arm();
  EXPECT_TRUE(cycle_.is_due());
}

TEST_F(DutyCycleTest, arms_the_bell_of_a_ring_that_it_is_given_in_its_sleep) {
  fall_asleep();
  Words quiet;
  Words busy;
  busy.publish();
  cycle_.watch(quiet.ring());
  EXPECT_EQ(quiet.bell.load(), 1u);
  EXPECT_FALSE(cycle_.is_due());
  cycle_.watch(busy.ring());
  EXPECT_TRUE(cycle_.is_due());
}

TEST_F(DutyCycleTest, forgets_a_ring) {
  EXPECT_TRUE(cycle_.unwatch(ids_[0]));
  EXPECT_FALSE(cycle_.unwatch(ids_[0]));
}

TEST_F(DutyCycleTest, is_rescued_when_nobody_rang_for_records) {
  cycle_.rescue();
  EXPECT_EQ(cycle_.counters().rescues, 0u) << "it is awake";
  fall_asleep();
  cycle_.rescue();
  EXPECT_EQ(cycle_.counters().rescues, 0u) << "there is nothing";
  words_[0].publish();
  cycle_.rescue();
  EXPECT_EQ(cycle_.counters().rescues, 1u);
  EXPECT_TRUE(cycle_.is_due());
  cycle_.rescue();
  EXPECT_EQ(cycle_.counters().rescues, 1u) << "it wakes already";
}

TEST_F(DutyCycleTest, silences_its_bells_when_it_stops) {
  fall_asleep();
  cycle_.kick();
  cycle_.stop();
  EXPECT_FALSE(cycle_.is_due());
  EXPECT_EQ(words_[0].bell.load() + words_[1].bell.load(), 0u);
}

TEST(DutyCycleSpin, looks_on_before_it_sleeps_and_finds_what_comes) {
  Host host;
  Words words;
  DutyCycle<Host> cycle(host, 4 * kSpinNsMin);
  cycle.kick();
  cycle.run();
  EXPECT_EQ(cycle.counters().spins, 0u) << "there is no ring";
  const uint32_t id = cycle.watch(words.ring());
  host.step_ns = kSpinNsMin;
  cycle.ring(id);
  cycle.run();
  EXPECT_EQ(cycle.counters().spins, 1u);
  EXPECT_EQ(cycle.counters().spin_hits, 0u);
  EXPECT_GT(host.yield_count, 0u);
  // Asleep, with the bell armed: the look at armed rings finds it without being rung.
  host.told.clear();
  Words busy;
  const uint32_t busy_id = cycle.watch(busy.ring());
  host.on_turn = [&] {
    if (!host.told.empty() && host.told.back() == id) words.take_all();
  };
  cycle.ring(busy_id);
  words.publish();
  cycle.run();
  EXPECT_EQ(cycle.counters().spin_hits, 1u);
  EXPECT_EQ(host.told.back(), id);
}

/** A sleeper that looks on as briefly as it ever does. */
class DutyCycleSleeper : public testing::Test {
 protected:
  static constexpr uint64_t kLongNs = 1'000'000;

  DutyCycleSleeper() {
    host_.step_ns = kSpinNsMin / 8;
    for (int i = 0; i < 8; ++i) static_cast<void>(looks_after(kLongNs, true));
  }

  /** How long it looks on, in looks, after it was woken by its doorbell or by the thread itself. */
  uint32_t looks_after(uint64_t sleep_ns, bool by_doorbell) {
    host_.now += sleep_ns;
    const uint32_t before = host_.yield_count;
    by_doorbell ? cycle_.rang(id_) : cycle_.ring(id_);
    cycle_.run();
    return host_.yield_count - before;
  }

  Host host_;
  Words words_;
  DutyCycle<Host> cycle_{host_, 8 * kSpinNsMin};
  const uint32_t id_ = cycle_.watch(words_.ring());
};

TEST_F(DutyCycleSleeper, looks_on_longer_when_a_doorbell_rang_soon) {
  const uint32_t least = looks_after(kLongNs, true);
  EXPECT_GT(looks_after(0, true), least);
  EXPECT_EQ(looks_after(kLongNs, true), least);
}

TEST_F(DutyCycleSleeper, does_not_look_on_for_what_sockets_bring) {
  const uint32_t least = looks_after(kLongNs, false);
  EXPECT_EQ(looks_after(0, false), least);
}

TEST(DutyCycleSpin, lets_sockets_have_their_turn_instead_of_sleeping) {
  Host host;
  Words words;
  DutyCycle<Host> cycle(host, kSpinNsMin);
  cycle.watch(words.ring());
  host.step_ns = kSpinNsMin;
  host.has_event = true;
  cycle.kick();
  host.soon_count = 0;
  cycle.run();
  EXPECT_TRUE(cycle.is_due());
  EXPECT_EQ(host.soon_count, 1u);
  EXPECT_EQ(words.bell.load(), 0u) << "it is not asleep: nobody needs to ring";
  EXPECT_EQ(cycle.counters().turns, 1u);
  EXPECT_EQ(cycle.counters().sleeps, 0u);
  EXPECT_EQ(cycle.counters().spin_hits, 1u);
  // What came meanwhile is found by the next run.
  words.publish();
  host.turns = {Turn::kWorked};
  host.on_turn = [&words] { words.take_all(); };
  host.has_event = false;
  cycle.run();
  EXPECT_EQ(words.head.load(), words.tail.load());
  EXPECT_EQ(cycle.counters().sleeps, 1u);
}

TEST(DutyCycleSpin, looks_for_sockets_often_where_they_bring_something_and_else_once) {
  Host host;
  Words words;
  DutyCycle<Host> cycle(host, 4 * kSpinNsMin);
  const uint32_t id = cycle.watch(words.ring());
  host.step_ns = kSpinNsMin / 4;
  const auto looks_after_doorbell = [&] {
    const uint32_t before = host.event_looks;
    host.now += 1'000'000;
    cycle.rang(id);
    cycle.run();
    return host.event_looks - before;
  };
  EXPECT_EQ(looks_after_doorbell(), 1u);
  host.has_event = true;
  EXPECT_EQ(looks_after_doorbell(), 1u);
  host.has_event = false;
  // The event loop had its turn, and no doorbell was in it.
  cycle.run();
  for (uint32_t spins = 1; spins < kEventSpins; ++spins) EXPECT_GT(looks_after_doorbell(), 1u);
  EXPECT_EQ(looks_after_doorbell(), 1u);
  // A doorbell ends a spin, too, and does not count.
  host.has_event = true;
  EXPECT_EQ(looks_after_doorbell(), 1u);
  host.has_event = false;
  EXPECT_EQ(looks_after_doorbell(), 1u);
}

TEST(DutyCycleSpin, falls_asleep_although_sockets_have_something_now_and_then) {
  Host host;
  Words words;
  DutyCycle<Host> cycle(host, 8 * kSpinNsMin);
  cycle.watch(words.ring());
  host.step_ns = kSpinNsMin / 8;
  uint64_t event_ns = 0;
  host.on_yield = [&] { host.has_event = host.now >= event_ns; };
  cycle.kick();
  // One event comes two shortest spins after the other; what it brings is nothing for rings.
  for (int runs = 0; runs < 8 && cycle.is_due(); ++runs) {
    host.has_event = false;
    event_ns = host.now + 2 * kSpinNsMin;
    cycle.run();
  }
  EXPECT_FALSE(cycle.is_due());
  EXPECT_EQ(cycle.counters().sleeps, 1u);
}

TEST(DutyCycleSpin, steps_aside_for_threads_on_its_core_though_there_is_news) {
  Host host;
  Words words;
  DutyCycle<Host> cycle(host, kSpinNsMin);
  cycle.watch(words.ring());
  host.yield_ns = Crowding::kLostNsMin;
  host.turns = {Turn::kIdle, Turn::kWorked};
  host.on_turn = [&words] { words.take_all(); };
  host.on_yield = [&] {
    if (host.yield_count == 1) words.publish();
  };
  cycle.kick();
  cycle.run();
  EXPECT_EQ(host.aside_count, 1u);
  EXPECT_EQ(host.saw_all.size(), 3u);
  EXPECT_EQ(cycle.counters().sleeps, 1u);
}

TEST(DutyCycleSpin, does_not_take_its_own_pause_for_time_lost_to_others) {
  constexpr uint64_t kBusyYieldNs = 100'000;
  Host host;
  Words words;
  DutyCycle<Host> cycle(host, 100 * Crowding::kLostNsMin);
  cycle.watch(words.ring());
  host.yield_ns = kBusyYieldNs;
  uint32_t quiet_yields = 0;
  host.on_aside = [&] {
    host.yield_ns = 200;
    quiet_yields = Crowding::kProofYields;
  };
  host.on_yield = [&] {
    if (quiet_yields > 0 && --quiet_yields == 0) host.yield_ns = kBusyYieldNs;
  };
  cycle.kick();
  cycle.run();
  // Each time after the same loss, because each time it helped.
  EXPECT_GT(host.aside_count, 80u);
}

}  // namespace
}  // namespace signalbox
