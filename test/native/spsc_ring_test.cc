// One thread plays both ends of a ring: the edges first.
#include "core/spsc_ring.h"

#include "ring_memory.h"

namespace signalbox {
namespace {

using test::checked_size;
using test::kTestRingBytes;
using test::make_slab;
using test::put;
using test::RingMemory;

constexpr uint32_t kRecordBytesMax = kTestRingBytes / kRecordShare;

TEST(SpscRing, gives_nothing_when_it_is_empty) {
  RingMemory memory;
  RingConsumer consumer(memory.header(), kTestRingBytes);
  auto slab = make_slab();
  const Drained drained = consumer.drain(slab, 10);
  EXPECT_EQ(drained.status, Status::kOk);
  EXPECT_EQ(drained.record_count, 0u);
  EXPECT_EQ(drained.bytes, 0u);
  EXPECT_FALSE(consumer.has_records());
}

TEST(SpscRing, gives_one_record_back_as_it_was_written) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  RingConsumer consumer(memory.header(), kTestRingBytes);
  ASSERT_EQ(put(producer, 45, 7), Status::kOk);
  EXPECT_TRUE(producer.publish());
  EXPECT_TRUE(consumer.has_records());
  auto slab = make_slab();
  const Drained drained = consumer.drain(slab, 10);
  EXPECT_EQ(drained.status, Status::kOk);
  EXPECT_EQ(drained.record_count, 1u);
  EXPECT_EQ(drained.bytes, 48u);
  EXPECT_EQ(checked_size(slab.data(), 7), 45u);
  EXPECT_FALSE(consumer.has_records());
}

TEST(SpscRing, shows_nothing_before_it_is_published) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  RingConsumer consumer(memory.header(), kTestRingBytes);
  ASSERT_EQ(put(producer, 64, 1), Status::kOk);
  EXPECT_FALSE(consumer.has_records());
  auto slab = make_slab();
  EXPECT_EQ(consumer.drain(slab, 10).record_count, 0u);
}

TEST(SpscRing, publishes_nothing_when_nothing_was_reserved) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  EXPECT_FALSE(producer.publish());
  ASSERT_EQ(put(producer, 64, 1), Status::kOk);
  EXPECT_TRUE(producer.publish());
  EXPECT_FALSE(producer.publish());
}

TEST(SpscRing, forgets_a_discarded_batch_and_uses_its_room_again) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  RingConsumer consumer(memory.header(), kTestRingBytes);
  ASSERT_EQ(put(producer, 64, 1), Status::kOk);
  producer.discard();
  EXPECT_FALSE(producer.publish());
  ASSERT_EQ(put(producer, 40, 2), Status::kOk);
  EXPECT_TRUE(producer.publish());
  auto slab = make_slab();
  ASSERT_EQ(consumer.drain(slab, 10).record_count, 1u);
  EXPECT_EQ(checked_size(slab.data(), 2), 40u);
}

TEST(SpscRing, refuses_a_record_when_the_ring_is_full_and_takes_it_when_there_is_room) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  RingConsumer consumer(memory.header(), kTestRingBytes);
  for (uint32_t i = 0; i < kTestRingBytes / 256; ++i) ASSERT_EQ(put(producer, 256, i), Status::kOk);
  EXPECT_EQ(put(producer, kFrameHeaderBytes, 99), Status::kFull);
  EXPECT_TRUE(producer.publish());
  EXPECT_EQ(put(producer, kFrameHeaderBytes, 99), Status::kFull);
  auto slab = make_slab();
  ASSERT_EQ(consumer.drain(slab, 1).record_count, 1u);
  EXPECT_EQ(put(producer, 256, 16), Status::kOk);
  EXPECT_EQ(put(producer, kFrameHeaderBytes, 17), Status::kFull);
  EXPECT_TRUE(producer.publish());
  const Drained drained = consumer.drain(slab, 100);
  ASSERT_EQ(drained.record_count, 16u);
  for (uint32_t i = 0; i < 16; ++i) EXPECT_EQ(checked_size(slab.data() + i * 256, i + 1), 256u);
}

TEST(SpscRing, takes_the_largest_record_and_refuses_one_byte_more) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  EXPECT_EQ(producer.record_bytes_max(), kRecordBytesMax);
  EXPECT_EQ(put(producer, kRecordBytesMax, 1), Status::kOk);
  EXPECT_EQ(put(producer, kRecordBytesMax + 1, 1), Status::kTooLong);
  EXPECT_EQ(put(producer, 0xffff'ffff, 1), Status::kTooLong);
}

TEST(SpscRing, refuses_a_record_smaller_than_a_frame_header) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  EXPECT_EQ(put(producer, kFrameHeaderBytes - 1, 1), Status::kTooLong);
  EXPECT_EQ(put(producer, 0, 1), Status::kTooLong);
  EXPECT_EQ(put(producer, kFrameHeaderBytes, 1), Status::kOk);
}

TEST(SpscRing, refuses_every_record_after_it_was_closed) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  RingConsumer consumer(memory.header(), kTestRingBytes);
  ASSERT_EQ(put(producer, 64, 3), Status::kOk);
  ASSERT_TRUE(producer.publish());
  producer.close();
  EXPECT_EQ(put(producer, 64, 4), Status::kClosed);
  auto slab = make_slab();
  EXPECT_EQ(consumer.drain(slab, 10).record_count, 1u);
}

TEST(SpscRing, pads_the_end_so_that_no_record_wraps) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  RingConsumer consumer(memory.header(), kTestRingBytes);
  auto slab = make_slab();
  // 8 records of 504 bytes leave 64 bytes at the end; the ninth does not fit there.
  for (uint32_t i = 0; i < 8; ++i) ASSERT_EQ(put(producer, 504, i), Status::kOk);
  ASSERT_TRUE(producer.publish());
  ASSERT_EQ(consumer.drain(slab, 100).record_count, 8u);
  ASSERT_EQ(put(producer, 504, 8), Status::kOk);
  ASSERT_TRUE(producer.publish());
  uint32_t padding = 0;
  std::memcpy(&padding, memory.data() + 8 * 504, sizeof padding);
  EXPECT_EQ(padding, kPaddingBit | 64);
  const Drained drained = consumer.drain(slab, 100);
  EXPECT_EQ(drained.status, Status::kOk);
  EXPECT_EQ(drained.record_count, 1u);
  EXPECT_EQ(drained.bytes, 504u) << "padding is not copied";
  EXPECT_EQ(checked_size(slab.data(), 8), 504u);
  EXPECT_EQ(memory.header()->head_position.load(), kTestRingBytes + 504);
}

TEST(SpscRing, counts_padding_as_room_that_a_record_needs) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  RingConsumer consumer(memory.header(), kTestRingBytes);
  auto slab = make_slab();
  for (uint32_t i = 0; i < 8; ++i) ASSERT_EQ(put(producer, 504, i), Status::kOk);
  ASSERT_TRUE(producer.publish());
  // 64 bytes at the end and 504 at the start are free: 504 need the start alone, 512 do not fit any
  // more.
  ASSERT_EQ(consumer.drain(slab, 1).record_count, 1u);
  EXPECT_EQ(put(producer, 512, 8), Status::kFull);
  EXPECT_EQ(put(producer, 504, 8), Status::kOk);
  EXPECT_EQ(put(producer, kFrameHeaderBytes, 9), Status::kFull);
}

TEST(SpscRing, keeps_order_and_content_over_many_rounds_of_every_size) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  RingConsumer consumer(memory.header(), kTestRingBytes);
  auto slab = make_slab();
  uint32_t sent = 0;
  uint32_t taken = 0;
  const auto size_of = [](uint32_t number) {
    return kFrameHeaderBytes + (number * 37) % (kRecordBytesMax - kFrameHeaderBytes + 1);
  };
  while (taken < 20'000) {
    while (put(producer, size_of(sent), sent) == Status::kOk) ++sent;
    ASSERT_TRUE(producer.publish());
    const Drained drained = consumer.drain(slab, 1 + sent % 7);
    ASSERT_EQ(drained.status, Status::kOk);
    size_t at = 0;
    for (uint32_t i = 0; i < drained.record_count; ++i, ++taken) {
      ASSERT_EQ(checked_size(slab.data() + at, taken), size_of(taken)) << "record " << taken;
      at += stride_of(size_of(taken));
    }
    ASSERT_EQ(at, drained.bytes);
  }
}

TEST(SpscRing, works_across_the_overflow_of_its_positions) {
  RingMemory memory;
  memory.header()->tail_position.store(0xffff'ff00);
  memory.header()->head_position.store(0xffff'ff00);
  RingProducer producer(memory.header(), kTestRingBytes);
  RingConsumer consumer(memory.header(), kTestRingBytes);
  auto slab = make_slab();
  for (uint32_t i = 0; i < 100; ++i) {
    ASSERT_EQ(put(producer, 100, i), Status::kOk);
    ASSERT_TRUE(producer.publish());
    ASSERT_EQ(consumer.drain(slab, 10).record_count, 1u);
    ASSERT_EQ(checked_size(slab.data(), i), 100u);
  }
  EXPECT_LT(memory.header()->tail_position.load(), 0x8000'0000u);
}

TEST(SpscRing, stops_at_the_wanted_count_and_goes_on_from_there) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  RingConsumer consumer(memory.header(), kTestRingBytes);
  auto slab = make_slab();
  for (uint32_t i = 0; i < 5; ++i) ASSERT_EQ(put(producer, 64, i), Status::kOk);
  ASSERT_TRUE(producer.publish());
  EXPECT_EQ(consumer.drain(slab, 0).record_count, 0u);
  EXPECT_EQ(consumer.drain(slab, 3).record_count, 3u);
  EXPECT_EQ(consumer.drain(slab, 3).record_count, 2u);
  EXPECT_EQ(checked_size(slab.data(), 3), 64u);
}

TEST(SpscRing, stops_where_the_slab_is_full_and_never_writes_behind_it) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  RingConsumer consumer(memory.header(), kTestRingBytes);
  for (uint32_t i = 0; i < 5; ++i) ASSERT_EQ(put(producer, 64, i), Status::kOk);
  ASSERT_TRUE(producer.publish());
  auto slab = make_slab(200);
  slab[192] = std::byte{0x5a};
  const Drained drained = consumer.drain(slab, 100);
  EXPECT_EQ(drained.status, Status::kOk);
  EXPECT_EQ(drained.record_count, 3u);
  EXPECT_EQ(slab[192], std::byte{0x5a});
  EXPECT_EQ(consumer.drain(slab, 100).record_count, 2u);
}

TEST(SpscRing, hands_records_out_in_place) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  RingConsumer consumer(memory.header(), kTestRingBytes);
  for (uint32_t i = 0; i < 5; ++i) ASSERT_EQ(put(producer, 33 + i, i), Status::kOk);
  ASSERT_TRUE(producer.publish());
  uint32_t number = 0;
  const auto take = [&number](const std::byte* record, uint32_t size_bytes) {
    EXPECT_EQ(size_bytes, 33 + number);
    EXPECT_EQ(checked_size(record, number), size_bytes);
    ++number;
  };
  EXPECT_EQ(consumer.poll(take, 4).record_count, 4u);
  const Drained last = consumer.poll(take, 4);
  EXPECT_EQ(last.status, Status::kOk);
  EXPECT_EQ(last.record_count, 1u);
  EXPECT_EQ(last.bytes, 40u);
  EXPECT_EQ(number, 5u);
}

TEST(SpscRing, tells_a_waiting_producer_once_when_a_quarter_is_free) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  RingConsumer consumer(memory.header(), kTestRingBytes);
  auto slab = make_slab();
  for (uint32_t i = 0; i < 16; ++i) ASSERT_EQ(put(producer, 256, i), Status::kOk);
  ASSERT_TRUE(producer.publish());
  EXPECT_FALSE(consumer.take_producer_waiting()) << "nobody waits yet";
  ASSERT_EQ(put(producer, 256, 16), Status::kFull);
  ASSERT_EQ(consumer.drain(slab, 3).record_count, 3u);
  EXPECT_FALSE(consumer.take_producer_waiting()) << "less than a quarter is free";
  ASSERT_EQ(consumer.drain(slab, 1).record_count, 1u);
  EXPECT_TRUE(consumer.take_producer_waiting());
  EXPECT_FALSE(consumer.take_producer_waiting());
  EXPECT_EQ(put(producer, 256, 16), Status::kOk);
}

TEST(SpscRing, counts_records_bytes_and_refusals) {
  RingMemory memory;
  RingProducer producer(memory.header(), kTestRingBytes);
  RingConsumer consumer(memory.header(), kTestRingBytes);
  auto slab = make_slab();
  for (uint32_t i = 0; i < 16; ++i) ASSERT_EQ(put(producer, 255, i), Status::kOk);
  ASSERT_EQ(put(producer, 255, 16), Status::kFull);
  EXPECT_EQ(memory.header()->producer_records.load(), 0) << "counted with the batch";
  ASSERT_TRUE(producer.publish());
  ASSERT_EQ(consumer.drain(slab, 5).record_count, 5u);
  EXPECT_EQ(memory.header()->producer_records.load(), 16);
  EXPECT_EQ(memory.header()->producer_bytes.load(), 4096);
  EXPECT_EQ(memory.header()->producer_full.load(), 1);
  EXPECT_EQ(memory.header()->consumer_records.load(), 5);
  EXPECT_EQ(memory.header()->consumer_bytes.load(), 5 * 256);
}

}  // namespace
}  // namespace signalbox
