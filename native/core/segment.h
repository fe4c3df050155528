// A segment: page 0 and two rings, one each way, between the center and one peer. Layout in
// layout.h.
//
// native/model/segment_model.cc joins, leaves and dies in every order of steps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "layout.h"
#include "status.h"

namespace signalbox {

/** What the center writes into a fresh segment. */
struct SegmentPlan {
  /** Data bytes of each ring: a power of two, kCapacityBytesMin … kCapacityBytesMax. */
  uint32_t ring_bytes;
  /** Which use of the link this is; a peer that rejoins gets another. */
  uint32_t generation;
  uint32_t center_pid;
  uint32_t peer_pid;
};

/** The parts of a segment that was checked. Valid as long as the memory is mapped. */
struct Segment {
  SegmentHeader* header = nullptr;
  RingHeader* to_peer = nullptr;
  RingHeader* to_center = nullptr;
  uint32_t ring_bytes = 0;
  uint32_t generation = 0;
};

/**
 * Writes page 0 and both ring headers, state kStateInit. Once, before the memory is handed to the
 * peer.
 *
 * @param memory zeroed, 64-byte aligned, exactly segment_bytes_of(plan.ring_bytes).
 * @returns kOk, or kWrongSize when the size or the alignment is another; then nothing was written.
 */
Status initialise_segment(std::span<std::byte> memory, const SegmentPlan& plan);

/**
 * Checks what the other side wrote and finds the parts. Every word is read once.
 *
 * @param memory the mapping, with its real size.
 * @param segment filled when kOk comes back.
 * @returns kOk; kWrongSize when the memory is too small, not aligned or not what its header says;
 *   kCorrupt when magic, version or capacities are wrong.
 */
Status open_segment(std::span<std::byte> memory, Segment* segment);

}  // namespace signalbox
