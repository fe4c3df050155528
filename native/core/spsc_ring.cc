// See spsc_ring.h. The two ends stand together, so that each ordering pair can be read in one
// place.
#include "spsc_ring.h"

#include <cassert>
#include <cstring>

#include "counters.h"

namespace signalbox {
namespace {

std::byte* data_of(RingHeader* header) {
  return reinterpret_cast<std::byte*>(header) + kRingHeaderBytes;
}

/**
 * The size word of a record. An atomic, so that a hostile producer cannot make us read it twice.
 */
AtomicRef<uint32_t> size_word_of(std::byte* record) {
  return AtomicRef<uint32_t>(*reinterpret_cast<uint32_t*>(record));
}

}  // namespace

RingProducer::RingProducer(RingHeader* header, uint32_t capacity_bytes)
    : header_(header), data_(data_of(header)), capacity_bytes_(capacity_bytes) {
  assert(is_capacity_valid(capacity_bytes));
  // relaxed: the tail is ours.
  tail_ = header->tail_position.load(std::memory_order_relaxed);
  published_tail_ = tail_;
  // As if full: the first reservation must look at the reader's position and check it.
  head_cache_ = tail_ - capacity_bytes;
}

void RingProducer::initialise(RingHeader* header, uint32_t capacity_bytes) {
  assert(is_capacity_valid(capacity_bytes));
  // relaxed: the descriptor or message that hands the memory over orders this before any use.
  header->capacity_bytes.store(capacity_bytes, std::memory_order_relaxed);
  header->tail_position.store(0, std::memory_order_relaxed);
  header->head_position.store(0, std::memory_order_relaxed);
  header->producer_waiting.store(0, std::memory_order_relaxed);
}

Reservation RingProducer::try_reserve(uint32_t size_bytes) {
  if (is_closed_) return {Status::kClosed, nullptr};
  if (size_bytes < kFrameHeaderBytes || size_bytes > record_bytes_max()) {
    return {Status::kTooLong, nullptr};
  }
  const uint32_t stride = stride_of(size_bytes);
  uint32_t index = tail_ & (capacity_bytes_ - 1);
  const uint32_t to_end = capacity_bytes_ - index;
  const bool needs_padding = to_end < stride;
  const uint32_t wanted_bytes = needs_padding ? to_end + stride : stride;
  if (wanted_bytes > capacity_bytes_ - (tail_ - head_cache_)) {
    const Status status = look_at_head(wanted_bytes);
    if (status != Status::kOk) return {status, nullptr};
  }
  if (needs_padding) {
    // relaxed: like the record itself, the word becomes visible with the tail.
    size_word_of(data_ + index).store(kPaddingBit | to_end, std::memory_order_relaxed);
    index = 0;
  }
  size_word_of(data_ + index).store(size_bytes, std::memory_order_relaxed);
  tail_ += wanted_bytes;
  ++record_count_;
  return {Status::kOk, data_ + index};
}

Status RingProducer::look_at_head(uint32_t wanted_bytes) {
  for (int look = 0; look < 2; ++look) {
    // SYNC(ring-room): what the reader gave back is no longer read by it.
    const uint32_t head = header_->head_position.load(std::memory_order_seq_cst);
    const int32_t used_bytes = position_distance(head, tail_);
    const bool is_ahead_of_published = position_distance(head, published_tail_) < 0;
    if (used_bytes < 0 || static_cast<uint32_t>(used_bytes) > capacity_bytes_ ||
        is_ahead_of_published) {
      return Status::kCorrupt;
    }
    head_cache_ = head;
    if (wanted_bytes <= capacity_bytes_ - static_cast<uint32_t>(used_bytes)) return Status::kOk;
    // SYNC(producer-waits): say so, then look once more, or the reader's last step is missed.
    header_->producer_waiting.store(1, std::memory_order_seq_cst);
  }
  add_to_counter(header_->producer_full, 1);
  return Status::kFull;
}

bool RingProducer::publish() {
  const uint32_t bytes = tail_ - published_tail_;
  if (bytes == 0) return false;
  add_to_counter(header_->producer_records, record_count_);
  add_to_counter(header_->producer_bytes, bytes);
  record_count_ = 0;
  published_tail_ = tail_;
  // SYNC(records-visible): every record of the batch must be complete before the tail tells the
  // reader so. seq_cst, not release: the caller reads the bell next (see ring_watch.h).
  header_->tail_position.store(tail_, std::memory_order_seq_cst);
  return true;
}

void RingProducer::discard() {
  tail_ = published_tail_;
  record_count_ = 0;
}

RingConsumer::RingConsumer(RingHeader* header, uint32_t capacity_bytes)
    : header_(header), data_(data_of(header)), capacity_bytes_(capacity_bytes) {
  assert(is_capacity_valid(capacity_bytes));
}

bool RingConsumer::has_records() const {
  // relaxed: the head is ours. SYNC(bell): see ring_watch.h, the last look before sleeping.
  return header_->tail_position.load(std::memory_order_seq_cst) !=
         header_->head_position.load(std::memory_order_relaxed);
}

RingConsumer::Walk RingConsumer::begin() const {
  // SYNC(records-visible): all records below the tail that we see are complete.
  const uint32_t tail = header_->tail_position.load(std::memory_order_seq_cst);
  // relaxed: only this end writes the head. A hostile peer may too, so it is checked like
  // everything else.
  const uint32_t head = header_->head_position.load(std::memory_order_relaxed);
  const int32_t available = position_distance(head, tail);
  const bool is_sane = available >= 0 && static_cast<uint32_t>(available) <= capacity_bytes_ &&
                       ((head | tail) & (kRecordAlignmentBytes - 1)) == 0;
  // A corrupt walk stays where it is: nothing is found, nothing is released.
  return {head, head, is_sane ? tail : head, is_sane ? Status::kOk : Status::kCorrupt};
}

RingConsumer::Found RingConsumer::next(Walk& walk) const {
  // At most one padding record stands before a record: after it the walk is at the data's start.
  for (int step = 0; step < 2; ++step) {
    const uint32_t available = walk.tail - walk.head;
    if (available == 0) return {nullptr, 0};
    const uint32_t index = walk.head & (capacity_bytes_ - 1);
    const uint32_t to_end = capacity_bytes_ - index;
    std::byte* const record = data_ + index;
    // relaxed: ordered by the tail. Read once; only this copy is believed.
    const uint32_t size = size_word_of(record).load(std::memory_order_relaxed);
    if ((size & kPaddingBit) == 0) {
      const bool is_sane = size >= kFrameHeaderBytes && size <= capacity_bytes_ / kRecordShare &&
                           stride_of(size) <= available && stride_of(size) <= to_end;
      if (is_sane) return {record, size};
      break;
    }
    const uint32_t skip_bytes = size & ~kPaddingBit;
    if (skip_bytes != to_end || skip_bytes > available) break;
    walk.head += skip_bytes;
  }
  walk.status = Status::kCorrupt;
  return {nullptr, 0};
}

uint32_t RingConsumer::release(const Walk& walk, uint32_t record_count) {
  const uint32_t bytes = walk.head - walk.start;
  if (bytes == 0) return 0;
  add_to_counter(header_->consumer_records, record_count);
  add_to_counter(header_->consumer_bytes, bytes);
  // SYNC(ring-room): everything below the head was taken before the producer may write there again.
  header_->head_position.store(walk.head, std::memory_order_seq_cst);
  return bytes;
}

Drained RingConsumer::drain(std::span<std::byte> destination, uint32_t record_count_max) {
  Walk walk = begin();
  uint32_t record_count = 0;
  size_t at = 0;
  while (record_count < record_count_max) {
    const Found found = next(walk);
    if (found.record == nullptr) break;
    const uint32_t stride = stride_of(found.size_bytes);
    if (stride > destination.size() - at) {
      if (record_count == 0) walk.status = Status::kCorrupt;
      break;
    }
    std::memcpy(destination.data() + at, found.record, stride);
    // The producer may have changed the word between the check and the copy.
    std::memcpy(destination.data() + at, &found.size_bytes, sizeof found.size_bytes);
    at += stride;
    walk.head += stride;
    ++record_count;
  }
  static_cast<void>(release(walk, record_count));
  return {walk.status, record_count, static_cast<uint32_t>(at)};
}

bool RingConsumer::take_producer_waiting() {
  // SYNC(producer-waits): the head was stored before the flag is read.
  if (header_->producer_waiting.load(std::memory_order_seq_cst) == 0) return false;
  const uint32_t used_bytes = header_->tail_position.load(std::memory_order_seq_cst) -
                              header_->head_position.load(std::memory_order_relaxed);
  if (used_bytes > capacity_bytes_ - capacity_bytes_ / 4) return false;
  header_->producer_waiting.store(0, std::memory_order_seq_cst);
  return true;
}

}  // namespace signalbox
