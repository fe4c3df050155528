// A segment with hostile contents: opening it reads nothing outside of the mapping, and what it finds
// fits into it. If it opens, both rings are read to their ends.
//
//   input   u8 size of the mapping (see below) | words over page 0 and the ring headers, as
//           (u16 word index, u32 value) after a count, then bytes of the first ring's data
#include <memory>

#include "core/segment.h"
#include "core/spsc_ring.h"
#include "input.h"

namespace signalbox::fuzz {
namespace {

constexpr uint32_t kRingBytes = kCapacityBytesMin;
constexpr uint32_t kSegmentBytes = segment_bytes_of(kRingBytes);
constexpr uint32_t kPatchCountMax = 32;

struct Freed {
  void operator()(std::byte* bytes) const {
    operator delete[](bytes, std::align_val_t{kCacheLineBytes});
  }
};
using Memory = std::unique_ptr<std::byte[], Freed>;

/** A sound segment, cut to the wanted length. */
Memory segment_of(size_t bytes) {
  Memory whole(new (std::align_val_t{kCacheLineBytes}) std::byte[kSegmentBytes]());
  must(initialise_segment({whole.get(), kSegmentBytes}, {kRingBytes, 7, 1, 2}) == Status::kOk,
       "a sound plan makes a segment");
  Memory cut(new (std::align_val_t{kCacheLineBytes}) std::byte[bytes]());
  std::memcpy(cut.get(), whole.get(), bytes < kSegmentBytes ? bytes : kSegmentBytes);
  return cut;
}

size_t mapping_bytes(uint8_t choice) {
  switch (choice % 8) {
    case 0:
      return 64;
    case 1:
      return kPageBytes;
    case 2:
      return kSegmentBytes - 8;
    case 3:
      return segment_bytes_of(2 * kRingBytes);
    default:
      return kSegmentBytes;
  }
}

void read_all(RingHeader* header, uint32_t ring_bytes, std::span<std::byte> mapping) {
  RingConsumer consumer(header, ring_bytes);
  for (;;) {
    const Drained drained = consumer.poll(
        [&mapping](const std::byte* record, uint32_t size) {
          must(record >= mapping.data() && record + size <= mapping.data() + mapping.size(),
               "a record lies inside of the mapping");
        },
        16);
    if (drained.record_count == 0) return;
  }
}

}  // namespace
}  // namespace signalbox::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  using namespace signalbox;
  using namespace signalbox::fuzz;
  Input input(bytes, count);
  const size_t size = mapping_bytes(input.byte());
  const Memory memory = segment_of(size);
  const std::span<std::byte> mapping{memory.get(), size};
  for (uint32_t patches = input.byte() % kPatchCountMax; patches > 0; --patches) {
    const uint32_t index = input.byte() + 256u * input.byte();
    // Page 0 in its first words, the rings where they lie.
    const size_t words = size / 4;
    reinterpret_cast<uint32_t*>(memory.get())[index % words] = input.word();
  }
  if (size == kSegmentBytes) {
    static_cast<void>(input.rest(memory.get() + kToPeerRingOffset + kRingHeaderBytes, kRingBytes));
  }
  Segment segment;
  if (open_segment(mapping, &segment) != Status::kOk) return 0;
  must(segment_bytes_of(segment.ring_bytes) == size, "an opened segment fills its mapping");
  read_all(segment.to_peer, segment.ring_bytes, mapping);
  read_all(segment.to_center, segment.ring_bytes, mapping);
  return 0;
}
