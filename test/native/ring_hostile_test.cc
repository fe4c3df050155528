// A peer that writes nonsense: the reader must notice, take nothing of it and stay within its
// memory (the address sanitizer watches).
#include <atomic>
#include <random>
#include <thread>

#include "core/spsc_ring.h"
#include "ring_memory.h"

namespace signalbox {
namespace {

using test::kTestRingBytes;
using test::make_slab;
using test::put;
using test::RingMemory;

class HostileRing : public testing::Test {
 protected:
  void write_size(uint32_t index, uint32_t size) {
    std::memcpy(memory_.data() + index, &size, sizeof size);
  }
  void set_positions(uint32_t head, uint32_t tail) {
    memory_.header()->head_position.store(head);
    memory_.header()->tail_position.store(tail);
  }
  /** Two sound records, then whatever a test puts at 128. */
  void publish_two_and(uint32_t size, uint32_t published_bytes) {
    RingProducer producer(memory_.header(), kTestRingBytes);
    ASSERT_EQ(put(producer, 64, 0), Status::kOk);
    ASSERT_EQ(put(producer, 64, 1), Status::kOk);
    ASSERT_TRUE(producer.publish());
    write_size(128, size);
    memory_.header()->tail_position.store(published_bytes);
  }
  Drained drain() {
    RingConsumer consumer(memory_.header(), kTestRingBytes);
    return consumer.drain(slab_, 1'000);
  }
  /**
   * Reads on to the nonsense: the sound records come first, and the head stays before the nonsense.
   */
  void expect_corrupt_after_two() {
    const Drained drained = drain();
    EXPECT_EQ(drained.status, Status::kCorrupt);
    EXPECT_EQ(drained.record_count, 2u);
    EXPECT_EQ(memory_.header()->head_position.load(), 128u);
    const Drained again = drain();
    EXPECT_EQ(again.status, Status::kCorrupt);
    EXPECT_EQ(again.bytes, 0u);
  }

  RingMemory<> memory_;
  std::vector<std::byte> slab_ = make_slab();
};

TEST_F(HostileRing, refuses_a_size_of_zero) {
  publish_two_and(0, 256);
  expect_corrupt_after_two();
}

TEST_F(HostileRing, refuses_a_size_below_the_frame_header) {
  publish_two_and(kFrameHeaderBytes - 1, 256);
  expect_corrupt_after_two();
}

TEST_F(HostileRing, refuses_a_size_above_the_largest_record) {
  publish_two_and(kTestRingBytes / kRecordShare + 1, 4096);
  expect_corrupt_after_two();
}

TEST_F(HostileRing, refuses_a_size_beyond_what_is_published) {
  publish_two_and(136, 256);
  expect_corrupt_after_two();
}

TEST_F(HostileRing, refuses_the_largest_size_of_all) {
  publish_two_and(0x7fff'ffff, 256);
  expect_corrupt_after_two();
}

TEST_F(HostileRing, refuses_padding_that_does_not_end_with_the_data) {
  publish_two_and(kPaddingBit | 64, 256);
  expect_corrupt_after_two();
}

TEST_F(HostileRing, refuses_padding_of_no_bytes) {
  publish_two_and(kPaddingBit, 256);
  expect_corrupt_after_two();
}

TEST_F(HostileRing, refuses_padding_beyond_what_is_published) {
  publish_two_and(kPaddingBit | (kTestRingBytes - 128), 256);
  expect_corrupt_after_two();
}

TEST_F(HostileRing, refuses_a_record_that_wraps) {
  set_positions(4096 - 64, 4096 + 64);
  write_size(4096 - 64, 128);
  EXPECT_EQ(drain().status, Status::kCorrupt);
}

TEST_F(HostileRing, refuses_padding_behind_padding) {
  set_positions(4096 - 64, 3 * 4096 - 64 - 4096);
  write_size(4096 - 64, kPaddingBit | 64);
  write_size(0, kPaddingBit | 4096);
  EXPECT_EQ(drain().status, Status::kCorrupt);
}

TEST_F(HostileRing, refuses_a_tail_behind_the_head) {
  set_positions(128, 64);
  EXPECT_EQ(drain().status, Status::kCorrupt);
  EXPECT_EQ(memory_.header()->head_position.load(), 128u);
}

TEST_F(HostileRing, refuses_a_tail_more_than_the_capacity_ahead) {
  set_positions(0, kTestRingBytes + 8);
  EXPECT_EQ(drain().status, Status::kCorrupt);
}

TEST_F(HostileRing, refuses_positions_that_are_not_aligned) {
  // Sound but for its place: a reader that took it would read words across their borders from then
  // on.
  write_size(4, 64);
  set_positions(4, 68);
  EXPECT_EQ(drain().record_count, 0u);
  EXPECT_EQ(drain().status, Status::kCorrupt);
  write_size(0, 32);
  set_positions(0, 60);
  EXPECT_EQ(drain().record_count, 0u);
  EXPECT_EQ(drain().status, Status::kCorrupt);
}

TEST_F(HostileRing, calls_a_record_that_no_slab_holds_corrupt_instead_of_waiting_for_ever) {
  RingProducer producer(memory_.header(), kTestRingBytes);
  ASSERT_EQ(put(producer, 512, 0), Status::kOk);
  ASSERT_TRUE(producer.publish());
  auto small = make_slab(256);
  RingConsumer consumer(memory_.header(), kTestRingBytes);
  EXPECT_EQ(consumer.drain(small, 10).status, Status::kCorrupt);
}

TEST_F(HostileRing, tells_a_producer_that_the_readers_position_is_nonsense) {
  RingProducer producer(memory_.header(), kTestRingBytes);
  memory_.header()->head_position.store(64);
  EXPECT_EQ(put(producer, 64, 0), Status::kCorrupt) << "ahead of the tail";
  memory_.header()->head_position.store(0u - kTestRingBytes - 8);
  EXPECT_EQ(put(producer, 64, 0), Status::kCorrupt) << "more than the capacity behind";
}

TEST_F(HostileRing, tells_a_producer_that_the_reader_took_what_was_never_published) {
  RingProducer producer(memory_.header(), kTestRingBytes);
  for (uint32_t i = 0; i < 16; ++i) ASSERT_EQ(put(producer, 256, i), Status::kOk);
  memory_.header()->head_position.store(256);
  EXPECT_EQ(put(producer, 256, 16), Status::kCorrupt);
}

TEST_F(HostileRing, stays_within_its_memory_whatever_the_words_say) {
  constexpr uint32_t kSeed = 20'240'601;
  std::mt19937 random(kSeed);
  uint32_t sound_count = 0;
  for (uint32_t round = 0; round < 50'000; ++round) {
    // Near the truth, so that many rounds get past the first checks.
    const uint32_t head = (random() % kTestRingBytes) & ~7u;
    const bool is_wild = random() % 4 == 0;
    const uint32_t distance = is_wild ? random() : (random() % (kTestRingBytes + 16)) & ~7u;
    set_positions(head, head + distance);
    for (int i = 0; i < 8; ++i) {
      const uint32_t index = (random() % kTestRingBytes) & ~7u;
      const uint32_t size = random() % 3 == 0 ? random() : 32 + random() % 512;
      write_size(index, random() % 4 == 0 ? kPaddingBit | (kTestRingBytes - index) : size);
    }
    const Drained drained = drain();
    ASSERT_LE(drained.bytes, slab_.size()) << "seed " << kSeed << " round " << round;
    sound_count += drained.record_count;
  }
  EXPECT_GT(sound_count, 0u) << "some rounds must get past the checks";
}

#if !defined(__SANITIZE_THREAD__)
// The thread sanitizer rightly calls what this peer does a data race.
TEST_F(HostileRing, copies_the_size_that_was_checked_while_the_peer_changes_it) {
  std::atomic<bool> is_over{false};
  write_size(0, 512);
  std::thread changing([this, &is_over] {
    const std::atomic_ref<uint32_t> size(*reinterpret_cast<uint32_t*>(memory_.data()));
    while (!is_over.load(std::memory_order_relaxed)) {
      size.store(40, std::memory_order_relaxed);
      size.store(512, std::memory_order_relaxed);
    }
  });
  uint32_t mismatch_count = 0;
  for (uint32_t round = 0; round < 500'000; ++round) {
    set_positions(0, 512);
    RingConsumer consumer(memory_.header(), kTestRingBytes);
    const Drained drained = consumer.drain(slab_, 1);
    uint32_t size = 0;
    std::memcpy(&size, slab_.data(), sizeof size);
    if (drained.record_count != 1 || stride_of(size) != drained.bytes) ++mismatch_count;
  }
  is_over.store(true, std::memory_order_relaxed);
  changing.join();
  EXPECT_EQ(mismatch_count, 0u);
}
#endif

}  // namespace
}  // namespace signalbox
