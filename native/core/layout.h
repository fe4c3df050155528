// Where everything lies in a segment. The twin of src/ring/layout.ts; a test keeps the two equal.
//
//   page 0   magic, version, sizes, generation, pids, state | center's bell | peer's bell
//   ring 1   to the peer: the center produces      header 512 bytes, then ring_bytes of records
//   ring 2   to the center: the peer produces      the same
//
// Little endian. The same layout lies in a SharedArrayBuffer between two threads of one process.
// Every word is an atomic: the other side may write it at any time, also when it should not.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "atomics.h"

namespace signalbox {

inline constexpr uint32_t kMagic = 0x58424753;  // "SGBX"
inline constexpr uint32_t kLayoutVersion = 1;

inline constexpr uint32_t kMagicOffset = 0;
inline constexpr uint32_t kLayoutVersionOffset = 4;
inline constexpr uint32_t kSegmentBytesOffset = 8;
inline constexpr uint32_t kGenerationOffset = 12;
inline constexpr uint32_t kCenterPidOffset = 16;
inline constexpr uint32_t kPeerPidOffset = 20;
inline constexpr uint32_t kStateOffset = 24;
inline constexpr uint32_t kRingBytesOffset = 28;
inline constexpr uint32_t kRecordBytesMaxOffset = 32;
inline constexpr uint32_t kCenterBellOffset = 64;
inline constexpr uint32_t kPeerBellOffset = 128;

inline constexpr uint32_t kPageBytes = 4096;
inline constexpr uint32_t kToPeerRingOffset = 4096;
inline constexpr uint32_t kRingHeaderBytes = 512;
inline constexpr uint32_t kCacheLineBytes = 64;

inline constexpr uint32_t kCapacityOffset = 0;
inline constexpr uint32_t kTailPositionOffset = 64;
inline constexpr uint32_t kHeadPositionOffset = 128;
inline constexpr uint32_t kProducerWaitingOffset = 192;
inline constexpr uint32_t kProducerRecordsOffset = 256;
inline constexpr uint32_t kProducerBytesOffset = 264;
inline constexpr uint32_t kProducerFullOffset = 272;
inline constexpr uint32_t kConsumerRecordsOffset = 320;
inline constexpr uint32_t kConsumerBytesOffset = 328;

inline constexpr uint32_t kStateInit = 0;
inline constexpr uint32_t kStateOpen = 1;
inline constexpr uint32_t kStateClosing = 2;
inline constexpr uint32_t kStateDead = 3;

/** Set in a record's size word when the record is only room left over at the end of the ring. */
inline constexpr uint32_t kPaddingBit = 0x8000'0000;

/** A record may take this share of its ring, so that a few large ones never block it. */
inline constexpr uint32_t kRecordShare = 8;

/** Bytes of a frame's fixed header, which is the smallest record. */
inline constexpr uint32_t kFrameHeaderBytes = 32;

/** Records start at multiples of this, so that their words can be read as words. */
inline constexpr uint32_t kRecordAlignmentBytes = 8;

/** Least capacity: an eighth of it holds the smallest record several times. */
inline constexpr uint32_t kCapacityBytesMin = 4096;

/** Most capacity: positions are 32-bit words, compared signed. */
inline constexpr uint32_t kCapacityBytesMax = 1u << 28;

// Page 0. The center writes everything but `peer_bell` and, when it leaves by itself, `state`;
// both read. A reader owns its bell: it arms (1); whoever turns 1 into 0 rings that reader's
// doorbell.
struct SegmentHeader {
  Atomic<uint32_t> magic;
  Atomic<uint32_t> layout_version;
  Atomic<uint32_t> segment_bytes;
  Atomic<uint32_t> generation;
  Atomic<uint32_t> center_pid;
  Atomic<uint32_t> peer_pid;
  Atomic<uint32_t> state;
  Atomic<uint32_t> ring_bytes;
  Atomic<uint32_t> record_bytes_max;
  alignas(kCacheLineBytes) Atomic<uint32_t> center_bell;
  alignas(kCacheLineBytes) Atomic<uint32_t> peer_bell;
};

// Ring header: one cache line for each writer, so that the two ends do not disturb each other.
//   0 capacity_bytes    written once by the center        read by both
//  64 tail_position     written by the producer (publish) read by the reader
// 128 head_position     written by the reader (release)   read by the producer
// 192 producer_waiting  set by a producer without room    cleared by the reader, which then rings
// 256 producer_*        written by the producer           read by whoever shows counters
// 320 consumer_*        written by the reader             read by whoever shows counters
// Positions are free-running 32-bit words, compared signed.
struct RingHeader {
  alignas(kCacheLineBytes) Atomic<uint32_t> capacity_bytes;
  alignas(kCacheLineBytes) Atomic<uint32_t> tail_position;
  alignas(kCacheLineBytes) Atomic<uint32_t> head_position;
  alignas(kCacheLineBytes) Atomic<uint32_t> producer_waiting;
  alignas(kCacheLineBytes) std::atomic<double> producer_records;
  std::atomic<double> producer_bytes;
  std::atomic<double> producer_full;
  alignas(kCacheLineBytes) std::atomic<double> consumer_records;
  std::atomic<double> consumer_bytes;
};

static_assert(Atomic<uint32_t>::is_always_lock_free && sizeof(Atomic<uint32_t>) == 4);
static_assert(std::atomic<double>::is_always_lock_free && sizeof(std::atomic<double>) == 8);
static_assert(offsetof(SegmentHeader, magic) == kMagicOffset);
static_assert(offsetof(SegmentHeader, layout_version) == kLayoutVersionOffset);
static_assert(offsetof(SegmentHeader, segment_bytes) == kSegmentBytesOffset);
static_assert(offsetof(SegmentHeader, generation) == kGenerationOffset);
static_assert(offsetof(SegmentHeader, center_pid) == kCenterPidOffset);
static_assert(offsetof(SegmentHeader, peer_pid) == kPeerPidOffset);
static_assert(offsetof(SegmentHeader, state) == kStateOffset);
static_assert(offsetof(SegmentHeader, ring_bytes) == kRingBytesOffset);
static_assert(offsetof(SegmentHeader, record_bytes_max) == kRecordBytesMaxOffset);
static_assert(offsetof(SegmentHeader, center_bell) == kCenterBellOffset);
static_assert(offsetof(SegmentHeader, peer_bell) == kPeerBellOffset);
static_assert(sizeof(SegmentHeader) <= kPageBytes);
static_assert(offsetof(RingHeader, capacity_bytes) == kCapacityOffset);
static_assert(offsetof(RingHeader, tail_position) == kTailPositionOffset);
static_assert(offsetof(RingHeader, head_position) == kHeadPositionOffset);
static_assert(offsetof(RingHeader, producer_waiting) == kProducerWaitingOffset);
static_assert(offsetof(RingHeader, producer_records) == kProducerRecordsOffset);
static_assert(offsetof(RingHeader, producer_bytes) == kProducerBytesOffset);
static_assert(offsetof(RingHeader, producer_full) == kProducerFullOffset);
static_assert(offsetof(RingHeader, consumer_records) == kConsumerRecordsOffset);
static_assert(offsetof(RingHeader, consumer_bytes) == kConsumerBytesOffset);
static_assert(sizeof(RingHeader) <= kRingHeaderBytes);

/** Byte offset of the ring in which the peer produces. */
constexpr uint32_t to_center_ring_offset(uint32_t ring_bytes) {
  return kToPeerRingOffset + kRingHeaderBytes + ring_bytes;
}

/** Bytes of a segment whose rings hold `ring_bytes` each. */
constexpr uint32_t segment_bytes_of(uint32_t ring_bytes) {
  return kPageBytes + 2 * (kRingHeaderBytes + ring_bytes);
}

/** Bytes that a record of `size_bytes` takes in a ring. */
constexpr uint32_t stride_of(uint32_t size_bytes) {
  return (size_bytes + kRecordAlignmentBytes - 1) & ~(kRecordAlignmentBytes - 1);
}

/** Whether a ring may have this capacity: a power of two between the two bounds. */
constexpr bool is_capacity_valid(uint32_t capacity_bytes) {
  return capacity_bytes >= kCapacityBytesMin && capacity_bytes <= kCapacityBytesMax &&
         (capacity_bytes & (capacity_bytes - 1)) == 0;
}

/** The distance from `older` to `newer`; negative when `older` is ahead, which is nonsense. */
constexpr int32_t position_distance(uint32_t older, uint32_t newer) {
  return static_cast<int32_t>(newer - older);
}

}  // namespace signalbox
