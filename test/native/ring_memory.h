// Memory for a ring in one process, and records whose bytes can be checked.
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "core/spsc_ring.h"

namespace signalbox::test {

/** Small, so that tests reach its end soon. Its largest record is 512 bytes. */
inline constexpr uint32_t kTestRingBytes = 4096;

template <uint32_t kRingBytes>
struct alignas(kCacheLineBytes) RingBlock {
  std::byte bytes[kRingHeaderBytes + kRingBytes] = {};
};

/** A fresh ring. */
template <uint32_t kRingBytes = kTestRingBytes>
class RingMemory {
 public:
  RingMemory() { RingProducer::initialise(header(), kRingBytes); }
  RingHeader* header() { return reinterpret_cast<RingHeader*>(block_->bytes); }
  std::byte* data() { return block_->bytes + kRingHeaderBytes; }

 private:
  std::unique_ptr<RingBlock<kRingBytes>> block_ = std::make_unique<RingBlock<kRingBytes>>();
};

/** Fills what follows the size word, so that every byte depends on the number. */
inline void fill_record(std::byte* record, uint32_t size_bytes, uint32_t number) {
  for (uint32_t i = sizeof(uint32_t); i < size_bytes; ++i) {
    record[i] = static_cast<std::byte>((number * 31 + i) & 0xff);
  }
}

/** The size word, checked to be followed by what fill_record() wrote; 0 when a byte is wrong. */
inline uint32_t checked_size(const std::byte* record, uint32_t number) {
  uint32_t size_bytes = 0;
  std::memcpy(&size_bytes, record, sizeof size_bytes);
  for (uint32_t i = sizeof(uint32_t); i < size_bytes; ++i) {
    if (record[i] != static_cast<std::byte>((number * 31 + i) & 0xff)) return 0;
  }
  return size_bytes;
}

/** Reserves and fills one record, unpublished. */
inline Status put(RingProducer& producer, uint32_t size_bytes, uint32_t number) {
  const Reservation reservation = producer.try_reserve(size_bytes);
  if (reservation.status == Status::kOk) fill_record(reservation.record, size_bytes, number);
  return reservation.status;
}

/** Private memory that holds any record of a test ring, and more than one ring. */
inline std::vector<std::byte> make_slab(size_t bytes = 2 * kTestRingBytes) {
  return std::vector<std::byte>(bytes);
}

}  // namespace signalbox::test
