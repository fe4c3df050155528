// The two ends of a byte ring with one producer and one consumer, each owned by one thread.
//
//   record  8-aligned, never wraps:  u32 size | the rest of the frame | up to 7 bytes of slack
//   size    exact bytes, itself included; with kPaddingBit: bytes to skip, exactly to the end
//
// Repair after a death: none is needed. A producer that dies before publish() has published
// nothing, so its half-written record lies beyond the tail, where nobody looks. A consumer that
// dies leaves the head where it last released; the segment is dropped with its link and a ring is
// never used by a second pair of ends.
//
// native/model/ring_model.cc takes this code through every order of the steps of its two ends.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

#include "layout.h"
#include "status.h"

namespace signalbox {

/** What RingProducer::try_reserve gives. */
struct [[nodiscard]] Reservation {
  /** kOk, kFull (retry after the reader rang), kClosed, kTooLong or kCorrupt (close the link). */
  Status status;
  /**
   * With kOk: where the record starts; its first word, the size, is written already. Else nullptr.
   */
  std::byte* record;
};

/** What RingConsumer::drain and poll give. */
struct [[nodiscard]] Drained {
  /**
   * kOk, or kCorrupt: what came before the nonsense was taken and is valid, then the link must be
   * closed.
   */
  Status status;
  /** Records taken, padding not counted. */
  uint32_t record_count;
  /**
   * drain: bytes written to the destination, a multiple of 8. poll: bytes given back to the
   * producer.
   */
  uint32_t bytes;
};

/** The writing end. One thread owns it; nothing in it blocks or allocates. */
class RingProducer {
 public:
  /**
   * @param header the ring's header; its data follows kRingHeaderBytes later and must be mapped.
   * @param capacity_bytes what both sides agreed on; the header is not trusted for it.
   */
  RingProducer(RingHeader* header, uint32_t capacity_bytes);
  RingProducer(const RingProducer&) = delete;
  RingProducer& operator=(const RingProducer&) = delete;

  /** Writes the header of a fresh ring. Once, before the other side sees the memory. */
  static void initialise(RingHeader* header, uint32_t capacity_bytes);

  /**
   * Reserves room for one record of the current batch and writes its size word. Never waits.
   * Invisible to the reader until publish().
   *
   * @param size_bytes exact bytes, kFrameHeaderBytes … record_bytes_max(); other values give
   *   kTooLong.
   */
  Reservation try_reserve(uint32_t size_bytes);

  /**
   * Makes the batch visible. @returns whether there was anything: then look at the reader's bell.
   */
  [[nodiscard]] bool publish();

  /** Forgets what was reserved since the last publish(). */
  void discard();

  /** Refuses every later try_reserve with kClosed. What was published stays readable. */
  void close() { is_closed_ = true; }

  /** Most bytes of one record. */
  [[nodiscard]] uint32_t record_bytes_max() const { return capacity_bytes_ / kRecordShare; }

 private:
  Status look_at_head(uint32_t wanted_bytes);

  RingHeader* const header_;
  std::byte* const data_;
  const uint32_t capacity_bytes_;
  uint32_t tail_;
  uint32_t published_tail_;
  uint32_t head_cache_;
  uint32_t record_count_ = 0;
  bool is_closed_ = false;
};

/**
 * The reading end. The producer may be hostile: every position and size is read once, checked
 * against the capacity and what is published, and only the checked copy is used. One thread owns
 * it; nothing blocks or allocates. It keeps no state between calls, so it may be built anew for
 * each.
 */
class RingConsumer {
 public:
  /** Parameters as for RingProducer. */
  RingConsumer(RingHeader* header, uint32_t capacity_bytes);
  RingConsumer(const RingConsumer&) = delete;
  RingConsumer& operator=(const RingConsumer&) = delete;

  /** Whether published records wait. */
  [[nodiscard]] bool has_records() const;

  /**
   * Copies published whole records, oldest first and without padding, one behind the other at
   * multiples of 8 into private memory, and gives their room back once. In the copy, each size word
   * is the checked one.
   *
   * @param destination private memory, 8-aligned; with at least record_bytes_max() bytes every call
   *   makes progress. A record longer than all of it gives kCorrupt.
   * @param record_count_max most records of this call.
   */
  Drained drain(std::span<std::byte> destination, uint32_t record_count_max);

  /**
   * Hands published records to `take(const std::byte* record, uint32_t size_bytes)` in place,
   * oldest first. The bytes are shared: a handler that believes none of them twice copies first.
   * Room is given back once.
   */
  template <typename Take>
  Drained poll(Take&& take, uint32_t record_count_max) {
    Walk walk = begin();
    uint32_t record_count = 0;
    while (record_count < record_count_max) {
      const Found found = next(walk);
      if (found.record == nullptr) break;
      take(static_cast<const std::byte*>(found.record), found.size_bytes);
      walk.head += stride_of(found.size_bytes);
      ++record_count;
    }
    const uint32_t bytes = release(walk, record_count);
    return {walk.status, record_count, bytes};
  }

  /**
   * Whether a producer waits for room and a quarter of the ring is free again; the flag is then
   * cleared and the caller must ring the producer's doorbell. Call after drain() or poll().
   */
  [[nodiscard]] bool take_producer_waiting();

 private:
  struct Walk {
    uint32_t start;
    uint32_t head;
    uint32_t tail;
    Status status;
  };
  struct Found {
    std::byte* record;
    uint32_t size_bytes;
  };

  Walk begin() const;
  Found next(Walk& walk) const;
  uint32_t release(const Walk& walk, uint32_t record_count);

  RingHeader* const header_;
  std::byte* const data_;
  const uint32_t capacity_bytes_;
};

}  // namespace signalbox
