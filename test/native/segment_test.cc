// A segment is written by the center and checked by the peer.
#include "core/segment.h"

#include <gtest/gtest.h>

#include <memory>

#include "core/spsc_ring.h"

namespace signalbox {
namespace {

constexpr uint32_t kRingBytes = 4096;
constexpr uint32_t kSegmentBytes = segment_bytes_of(kRingBytes);

struct alignas(kCacheLineBytes) Block {
  std::byte bytes[kSegmentBytes + kCacheLineBytes] = {};
};

class SegmentTest : public testing::Test {
 protected:
  std::span<std::byte> memory() { return {block_->bytes, kSegmentBytes}; }
  SegmentHeader* header() { return reinterpret_cast<SegmentHeader*>(block_->bytes); }
  void SetUp() override {
    ASSERT_EQ(initialise_segment(memory(), {kRingBytes, 7, 100, 200}), Status::kOk);
  }
  Status open() { return open_segment(memory(), &segment_); }

  std::unique_ptr<Block> block_ = std::make_unique<Block>();
  Segment segment_;
};

TEST_F(SegmentTest, opens_as_it_was_written) {
  ASSERT_EQ(open(), Status::kOk);
  EXPECT_EQ(segment_.ring_bytes, kRingBytes);
  EXPECT_EQ(segment_.generation, 7u);
  EXPECT_EQ(segment_.header->center_pid.load(), 100u);
  EXPECT_EQ(segment_.header->peer_pid.load(), 200u);
  EXPECT_EQ(segment_.header->state.load(), kStateInit);
  EXPECT_EQ(reinterpret_cast<std::byte*>(segment_.to_peer), block_->bytes + kToPeerRingOffset);
  EXPECT_EQ(reinterpret_cast<std::byte*>(segment_.to_center),
            block_->bytes + to_center_ring_offset(kRingBytes));
}

TEST_F(SegmentTest, has_two_rings_that_do_not_touch) {
  ASSERT_EQ(open(), Status::kOk);
  for (RingHeader* const ring : {segment_.to_peer, segment_.to_center}) {
    RingProducer producer(ring, kRingBytes);
    while (producer.try_reserve(512).status == Status::kOk) {
    }
    ASSERT_TRUE(producer.publish());
  }
  uint32_t count = 0;
  for (RingHeader* const ring : {segment_.to_peer, segment_.to_center}) {
    RingConsumer consumer(ring, kRingBytes);
    const Drained drained = consumer.poll([](const std::byte*, uint32_t) {}, 100);
    EXPECT_EQ(drained.status, Status::kOk);
    count += drained.record_count;
  }
  EXPECT_EQ(count, 16u);
  ASSERT_EQ(open(), Status::kOk) << "page 0 is untouched";
}

TEST_F(SegmentTest, is_not_written_into_memory_of_another_size_or_alignment) {
  const SegmentPlan plan{kRingBytes, 1, 1, 1};
  EXPECT_EQ(initialise_segment(memory().first(kSegmentBytes - 1), plan), Status::kWrongSize);
  EXPECT_EQ(initialise_segment({block_->bytes + 8, kSegmentBytes}, plan), Status::kWrongSize);
  EXPECT_EQ(initialise_segment(memory(), {kRingBytes - 8, 1, 1, 1}), Status::kWrongSize);
  EXPECT_EQ(initialise_segment(memory(), {0, 1, 1, 1}), Status::kWrongSize);
}

TEST_F(SegmentTest, is_refused_when_the_magic_or_the_version_is_another) {
  header()->magic.store(kMagic + 1);
  EXPECT_EQ(open(), Status::kCorrupt);
  header()->magic.store(kMagic);
  header()->layout_version.store(kLayoutVersion + 1);
  EXPECT_EQ(open(), Status::kCorrupt);
}

TEST_F(SegmentTest, is_refused_when_the_capacity_is_nonsense) {
  for (const uint32_t ring_bytes : {0u, 4095u, 2048u, 1u << 29, 0xffff'ffffu}) {
    header()->ring_bytes.store(ring_bytes);
    EXPECT_EQ(open(), Status::kCorrupt) << ring_bytes;
  }
}

TEST_F(SegmentTest, is_refused_when_the_mapping_is_smaller_than_it_says) {
  header()->ring_bytes.store(2 * kRingBytes);
  header()->record_bytes_max.store(2 * kRingBytes / kRecordShare);
  EXPECT_EQ(open(), Status::kWrongSize);
}

TEST_F(SegmentTest, is_refused_when_its_own_size_is_another) {
  header()->segment_bytes.store(kSegmentBytes + 8);
  EXPECT_EQ(open(), Status::kWrongSize);
  EXPECT_EQ(open_segment(memory().first(64), &segment_), Status::kWrongSize);
}

TEST_F(SegmentTest, is_refused_when_a_ring_has_another_capacity) {
  ASSERT_EQ(open(), Status::kOk);
  segment_.to_center->capacity_bytes.store(2 * kRingBytes);
  EXPECT_EQ(open(), Status::kCorrupt);
}

TEST_F(SegmentTest, is_refused_when_the_largest_record_is_another) {
  header()->record_bytes_max.store(kRingBytes);
  EXPECT_EQ(open(), Status::kCorrupt);
}

}  // namespace
}  // namespace signalbox
