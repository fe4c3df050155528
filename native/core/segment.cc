// See segment.h. Runs once for each link, on the thread that sets the link up.
#include "segment.h"

#include "spsc_ring.h"

namespace signalbox {
namespace {

bool is_aligned(const std::byte* memory) {
  return (reinterpret_cast<uintptr_t>(memory) & (kCacheLineBytes - 1)) == 0;
}

RingHeader* ring_at(std::byte* base, uint32_t offset_bytes) {
  return reinterpret_cast<RingHeader*>(base + offset_bytes);
}

}  // namespace

Status initialise_segment(std::span<std::byte> memory, const SegmentPlan& plan) {
  if (!is_capacity_valid(plan.ring_bytes) || !is_aligned(memory.data()) ||
      memory.size() != segment_bytes_of(plan.ring_bytes)) {
    return Status::kWrongSize;
  }
  auto* const header = reinterpret_cast<SegmentHeader*>(memory.data());
  // relaxed throughout: the descriptor that hands the memory over orders all of this before any
  // use.
  constexpr auto kRelaxed = std::memory_order_relaxed;
  header->layout_version.store(kLayoutVersion, kRelaxed);
  header->segment_bytes.store(static_cast<uint32_t>(memory.size()), kRelaxed);
  header->generation.store(plan.generation, kRelaxed);
  header->center_pid.store(plan.center_pid, kRelaxed);
  header->peer_pid.store(plan.peer_pid, kRelaxed);
  header->state.store(kStateInit, kRelaxed);
  header->ring_bytes.store(plan.ring_bytes, kRelaxed);
  header->record_bytes_max.store(plan.ring_bytes / kRecordShare, kRelaxed);
  RingProducer::initialise(ring_at(memory.data(), kToPeerRingOffset), plan.ring_bytes);
  RingProducer::initialise(ring_at(memory.data(), to_center_ring_offset(plan.ring_bytes)),
                           plan.ring_bytes);
  header->magic.store(kMagic, kRelaxed);
  return Status::kOk;
}

Status open_segment(std::span<std::byte> memory, Segment* segment) {
  if (memory.size() < segment_bytes_of(kCapacityBytesMin) || !is_aligned(memory.data())) {
    return Status::kWrongSize;
  }
  auto* const header = reinterpret_cast<SegmentHeader*>(memory.data());
  // relaxed throughout: receiving the descriptor came after the center's writes.
  constexpr auto kRelaxed = std::memory_order_relaxed;
  const uint32_t ring_bytes = header->ring_bytes.load(kRelaxed);
  if (header->magic.load(kRelaxed) != kMagic ||
      header->layout_version.load(kRelaxed) != kLayoutVersion || !is_capacity_valid(ring_bytes) ||
      header->record_bytes_max.load(kRelaxed) != ring_bytes / kRecordShare) {
    return Status::kCorrupt;
  }
  if (memory.size() != segment_bytes_of(ring_bytes) ||
      header->segment_bytes.load(kRelaxed) != memory.size()) {
    return Status::kWrongSize;
  }
  RingHeader* const to_peer = ring_at(memory.data(), kToPeerRingOffset);
  RingHeader* const to_center = ring_at(memory.data(), to_center_ring_offset(ring_bytes));
  if (to_peer->capacity_bytes.load(kRelaxed) != ring_bytes ||
      to_center->capacity_bytes.load(kRelaxed) != ring_bytes) {
    return Status::kCorrupt;
  }
  *segment = {header, to_peer, to_center, ring_bytes, header->generation.load(kRelaxed)};
  return Status::kOk;
}

}  // namespace signalbox
