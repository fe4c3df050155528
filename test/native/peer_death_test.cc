// A producer is killed between any two instructions: what it published is whole, the rest is
// invisible, nothing needs repair.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "core/segment.h"
#include "core/spsc_ring.h"
#include "descriptor.h"
#include "os/os.h"
#include "ring_memory.h"

namespace signalbox {
namespace {

using test::checked_size;
using test::fill_record;
using test::put;

constexpr uint32_t kRingBytes = 1u << 16;
constexpr uint32_t kRecordBytesMax = kRingBytes / kRecordShare;
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr uint32_t kKillCount = 20;
#else
constexpr uint32_t kKillCount = 100;
#endif

uint32_t size_of(uint32_t number) { return kFrameHeaderBytes + number * 97 % 2048; }

class PeerDeath : public testing::Test {
 protected:
  void SetUp() override {
    file_.reset(os::create_memory_file(segment_bytes_of(kRingBytes)).value);
    const auto mapped = os::map_memory_file(file_.get(), segment_bytes_of(kRingBytes));
    ASSERT_EQ(mapped.status, Status::kOk);
    memory_ = mapped.value;
    ASSERT_EQ(initialise_segment(memory_, {kRingBytes, 1, 0, 0}), Status::kOk);
    ASSERT_EQ(open_segment(memory_, &segment_), Status::kOk);
  }
  void TearDown() override { ASSERT_EQ(os::unmap_memory(memory_).status, Status::kOk); }

  /** Takes everything that is published. @returns false at the first record that is not whole. */
  bool take_all(RingConsumer& consumer, uint32_t* number) {
    for (;;) {
      const Drained drained = consumer.drain(slab_, 64);
      if (drained.status != Status::kOk) return false;
      if (drained.record_count == 0) return true;
      size_t at = 0;
      for (uint32_t i = 0; i < drained.record_count; ++i, ++*number) {
        if (checked_size(slab_.data() + at, *number) != size_of(*number)) return false;
        at += stride_of(size_of(*number));
      }
    }
  }

  test::Descriptor file_;
  std::span<std::byte> memory_;
  Segment segment_;
  std::vector<std::byte> slab_ = test::make_slab(kRecordBytesMax);
};

/** Kills a child and waits for its end. */
void kill_child(pid_t child) {
  ASSERT_EQ(kill(child, SIGKILL), 0);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
}

TEST_F(PeerDeath, in_mid_record_leaves_nothing_that_a_reader_sees) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    RingProducer producer(segment_.to_center, kRingBytes);
    static_cast<void>(put(producer, size_of(0), 0));
    static_cast<void>(producer.publish());
    const Reservation half = producer.try_reserve(1'000);
    fill_record(half.record, 500, 1);
    static_cast<void>(write(ready[1], "!", 1) == 1);
    for (;;) pause();
  }
  char mark = 0;
  ASSERT_EQ(read(ready[0], &mark, 1), 1);
  kill_child(child);
  RingConsumer consumer(segment_.to_center, kRingBytes);
  uint32_t number = 0;
  EXPECT_TRUE(take_all(consumer, &number));
  EXPECT_EQ(number, 1u);
  EXPECT_FALSE(consumer.has_records());
  close(ready[0]);
  close(ready[1]);
}

TEST_F(PeerDeath, at_any_moment_leaves_whole_records_alone) {
  uint32_t total = 0;
  for (uint32_t round = 0; round < kKillCount; ++round) {
    // A ring is never used by a second producer; each round stands for a new generation of the
    // link.
    RingProducer::initialise(segment_.to_center, kRingBytes);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      RingProducer producer(segment_.to_center, kRingBytes);
      for (uint32_t number = 0;; ) {
        if (put(producer, size_of(number), number) == Status::kOk) ++number;
        if (number % 5 == 0) static_cast<void>(producer.publish());
      }
    }
    RingConsumer consumer(segment_.to_center, kRingBytes);
    uint32_t number = 0;
    bool is_whole = true;
    const uint64_t watchdog_ns = os::monotonic_ns() + 20'000'000'000;
    // Another number of records each time, so that the kill meets other instructions.
    while (is_whole && number < 50 + round * 13 && os::monotonic_ns() < watchdog_ns) {
      is_whole = take_all(consumer, &number);
    }
    kill_child(child);
    ASSERT_TRUE(is_whole) << "round " << round << " record " << number;
    ASSERT_TRUE(take_all(consumer, &number)) << "after the death, round " << round;
    ASSERT_GE(number, 50 + round * 13) << "round " << round;
    ASSERT_FALSE(consumer.has_records());
    total += number;
  }
  EXPECT_GT(total, 50 * kKillCount);
}

}  // namespace
}  // namespace signalbox
