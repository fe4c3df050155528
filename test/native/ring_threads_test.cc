// Two threads on one ring: every record arrives once, whole and in order, and no wake-up is lost.
// The thread sanitizer watches the same code with fewer records.
#include <atomic>
#include <random>
#include <thread>

#include "core/ring_watch.h"
#include "core/spsc_ring.h"
#include "os/os.h"
#include "ring_memory.h"

namespace signalbox {
namespace {

using test::checked_size;
using test::put;
using test::RingMemory;

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr uint32_t kRecordCount = 200'000;
constexpr uint32_t kWakeCount = 10'000;
constexpr uint32_t kMeetingCount = 20'000;
#else
constexpr uint32_t kRecordCount = 2'000'000;
constexpr uint32_t kWakeCount = 50'000;
constexpr uint32_t kMeetingCount = 300'000;
#endif

/** Only a lost wake-up takes this long. */
constexpr int kWatchdogMs = 10'000;

constexpr uint32_t kRingBytes = 1u << 16;

uint32_t size_of(uint32_t number) { return kFrameHeaderBytes + number * 7 % 64; }

/** Puts one record in, waiting for room until the reader is over. */
void put_or_wait(RingProducer& producer, uint32_t number, const std::atomic<bool>& is_over) {
  while (put(producer, size_of(number), number) != Status::kOk && !is_over.load()) {
    static_cast<void>(producer.publish());
    os::yield_core();
  }
}

/** Checks a drained batch. @returns false at the first record that is not the expected one. */
bool check_batch(const std::vector<std::byte>& slab, const Drained& drained, uint32_t* number) {
  size_t at = 0;
  for (uint32_t i = 0; i < drained.record_count; ++i, ++*number) {
    if (checked_size(slab.data() + at, *number) != size_of(*number)) return false;
    at += stride_of(size_of(*number));
  }
  return at == drained.bytes;
}

TEST(RingThreads, pass_every_record_once_whole_and_in_order) {
  RingMemory<kRingBytes> memory;
  std::atomic<bool> is_over{false};
  std::thread producing([&memory, &is_over] {
    RingProducer producer(memory.header(), kRingBytes);
    for (uint32_t number = 0; number < kRecordCount && !is_over.load(); ++number) {
      put_or_wait(producer, number, is_over);
      if (number % 64 == 63) static_cast<void>(producer.publish());
    }
    static_cast<void>(producer.publish());
  });
  RingConsumer consumer(memory.header(), kRingBytes);
  auto slab = test::make_slab(kRingBytes / kRecordShare);
  uint32_t number = 0;
  bool is_right = true;
  while (is_right && number < kRecordCount) {
    const Drained drained = consumer.drain(slab, 256);
    is_right = drained.status == Status::kOk && check_batch(slab, drained, &number);
    if (drained.record_count == 0) os::yield_core();
  }
  is_over.store(true);
  producing.join();
  EXPECT_TRUE(is_right) << "record " << number;
  EXPECT_EQ(memory.header()->producer_records.load(), kRecordCount);
  EXPECT_EQ(memory.header()->consumer_records.load(), kRecordCount);
  EXPECT_EQ(memory.header()->producer_bytes.load(), memory.header()->consumer_bytes.load());
}

/**
 * Publishes, and rings if the reader sleeps: the producer's half of the protocol in ring_watch.h.
 */
void publish_and_ring(RingProducer& producer, std::atomic<uint32_t>& bell, int doorbell) {
  if (producer.publish() && take_bell(bell)) {
    EXPECT_EQ(os::ring_doorbell(doorbell).status, Status::kOk);
  }
}

TEST(RingThreads, lose_no_wake_up_between_publishing_and_falling_asleep) {
  RingMemory<kRingBytes> memory;
  alignas(kCacheLineBytes) std::atomic<uint32_t> bell{0};
  std::atomic<uint32_t> taken{0};
  std::atomic<bool> is_over{false};
  const auto doorbell = os::create_doorbell();
  ASSERT_EQ(doorbell.status, Status::kOk);
  std::thread producing([&] {
    constexpr uint32_t kSeed = 42;
    std::mt19937 random(kSeed);
    RingProducer producer(memory.header(), kRingBytes);
    for (uint32_t number = 0; number < kWakeCount && !is_over.load(); ++number) {
      put_or_wait(producer, number, is_over);
      publish_and_ring(producer, bell, doorbell.value.writer);
      // Half of the time the reader gets to the end of the ring, so that it meets every moment of
      // falling asleep.
      if (random() % 2 == 0) {
        while (taken.load() <= number && !is_over.load()) os::yield_core();
      }
    }
  });
  RingWatch watch;
  watch.add({&memory.header()->tail_position, &memory.header()->head_position, &bell});
  RingConsumer consumer(memory.header(), kRingBytes);
  auto slab = test::make_slab(kRingBytes / kRecordShare);
  uint32_t number = 0;
  uint32_t sleep_count = 0;
  bool was_woken = true;
  bool is_right = true;
  while (number < kWakeCount && is_right) {
    const Drained drained = consumer.drain(slab, 16);
    is_right = drained.status == Status::kOk && check_batch(slab, drained, &number);
    taken.store(number);
    if (drained.record_count > 0) continue;
    if (watch.arm_all()) {
      ++sleep_count;
      const auto rang = os::wait_for_doorbell(doorbell.value.reader, kWatchdogMs);
      was_woken = was_woken && rang.value;
      if (!rang.value) break;
    }
    watch.rouse_busy();
  }
  // Lets the producer end also when something went wrong.
  is_over.store(true);
  producing.join();
  EXPECT_TRUE(is_right) << "record " << number;
  EXPECT_TRUE(was_woken) << "asleep with records in the ring, after " << number;
  EXPECT_EQ(number, kWakeCount);
  EXPECT_GT(sleep_count, 0u) << "it must have slept, or nothing was tested";
  EXPECT_EQ(os::close_descriptor(doorbell.value.reader).status, Status::kOk);
  EXPECT_EQ(os::close_descriptor(doorbell.value.writer).status, Status::kOk);
}

/**
 * Lets two threads go on at about the same moment, again and again; by how much one is late differs
 * each time.
 */
class Gate {
 public:
  void pass(std::mt19937& random, uint32_t steps_max = 256) {
    pass();
    // About as long as a store may wait in a core's buffer: 256 steps take about 100 ns.
    for (uint32_t steps = random() % steps_max; steps > 0; --steps) {
      std::atomic_signal_fence(std::memory_order_seq_cst);
    }
  }

  void pass() {
    const uint32_t round = round_.load(std::memory_order_relaxed);
    if (arrived_.fetch_add(1, std::memory_order_acq_rel) == 1) {
      arrived_.store(0, std::memory_order_relaxed);
      round_.store(round + 1, std::memory_order_release);
      return;
    }
    // Spins first, because a thread that has to be woken is too late for the moment that matters.
    for (uint32_t look = 0; round_.load(std::memory_order_acquire) == round; ++look) {
      if (look > kSpinCount) os::yield_core();
    }
  }

 private:
  static constexpr uint32_t kSpinCount = 2'000;
  alignas(kCacheLineBytes) std::atomic<uint32_t> arrived_{0};
  alignas(kCacheLineBytes) std::atomic<uint32_t> round_{0};
};

// With weaker orders than sequentially consistent ones this fails within a few thousand rounds,
// also on x86.
TEST(RingThreads, never_both_miss_each_other_when_one_publishes_and_one_arms) {
  RingMemory<kRingBytes> memory;
  alignas(kCacheLineBytes) std::atomic<uint32_t> bell{0};
  Gate gate;
  bool saw_bell = false;
  std::thread producing([&] {
    std::mt19937 random(1);
    RingProducer producer(memory.header(), kRingBytes);
    for (uint32_t round = 0; round < kMeetingCount; ++round) {
      EXPECT_EQ(put(producer, kFrameHeaderBytes, round), Status::kOk);
      gate.pass(random);
      static_cast<void>(producer.publish());
      // SYNC(bell): the tail was stored before the bell is read.
      saw_bell = bell.load(std::memory_order_seq_cst) != 0;
      gate.pass();
      gate.pass();
    }
  });
  RingWatch watch;
  watch.add({&memory.header()->tail_position, &memory.header()->head_position, &bell});
  RingConsumer consumer(memory.header(), kRingBytes);
  auto slab = test::make_slab(kRingBytes / kRecordShare);
  std::mt19937 random(2);
  uint32_t miss_count = 0;
  for (uint32_t round = 0; round < kMeetingCount; ++round) {
    gate.pass(random);
    const bool saw_records = !watch.arm_all();
    gate.pass();
    if (!saw_records && !saw_bell) ++miss_count;
    static_cast<void>(consumer.drain(slab, 1));
    watch.rouse_busy();
    gate.pass();
  }
  producing.join();
  EXPECT_EQ(miss_count, 0u) << "of " << kMeetingCount;
}

TEST(RingThreads, never_both_miss_each_other_when_one_finds_no_room_and_one_makes_it) {
  RingMemory<> memory;
  Gate gate;
  bool found_room = false;
  std::thread producing([&] {
    std::mt19937 random(1);
    RingProducer producer(memory.header(), test::kTestRingBytes);
    for (uint32_t round = 0; round < kMeetingCount; ++round) {
      for (uint32_t i = 0; i < 8; ++i) EXPECT_EQ(put(producer, 512, i), Status::kOk);
      static_cast<void>(producer.publish());
      gate.pass(random, 2'048);
      found_room = producer.try_reserve(512).status == Status::kOk;
      gate.pass();
      producer.discard();
      gate.pass();
    }
  });
  RingConsumer consumer(memory.header(), test::kTestRingBytes);
  const auto look = [](const std::byte*, uint32_t) {};
  std::mt19937 random(2);
  uint32_t miss_count = 0;
  for (uint32_t round = 0; round < kMeetingCount; ++round) {
    gate.pass(random);
    // Two records are a quarter; looked at only, so that the head moves at a moment that differs
    // little.
    const uint32_t taken_count = consumer.poll(look, 2).record_count;
    const bool saw_waiting = consumer.take_producer_waiting();
    gate.pass();
    if (taken_count != 2 || (!found_room && !saw_waiting)) ++miss_count;
    EXPECT_EQ(consumer.poll(look, 8).record_count, 6u);
    // A producer that set the flag and then found room leaves it; it must not stand for the next
    // round's.
    static_cast<void>(consumer.take_producer_waiting());
    gate.pass();
  }
  producing.join();
  EXPECT_EQ(miss_count, 0u) << "of " << kMeetingCount;
}

}  // namespace
}  // namespace signalbox
