// The layout as numbers, and the batch drain: one call for each batch, because one for each record
// costs 150 ns.
#include <span>
#include <utility>

#include "../core/layout.h"
#include "../core/spsc_ring.h"
#include "arguments.h"
#include "os_binding.h"

namespace signalbox::binding {
namespace {

constexpr std::pair<const char*, double> kLayout[] = {
    {"kMagic", kMagic},
    {"kLayoutVersion", kLayoutVersion},
    {"kMagicOffset", kMagicOffset},
    {"kLayoutVersionOffset", kLayoutVersionOffset},
    {"kSegmentBytesOffset", kSegmentBytesOffset},
    {"kGenerationOffset", kGenerationOffset},
    {"kCenterPidOffset", kCenterPidOffset},
    {"kPeerPidOffset", kPeerPidOffset},
    {"kStateOffset", kStateOffset},
    {"kRingBytesOffset", kRingBytesOffset},
    {"kRecordBytesMaxOffset", kRecordBytesMaxOffset},
    {"kCenterBellOffset", kCenterBellOffset},
    {"kPeerBellOffset", kPeerBellOffset},
    {"kPageBytes", kPageBytes},
    {"kToPeerRingOffset", kToPeerRingOffset},
    {"kRingHeaderBytes", kRingHeaderBytes},
    {"kCapacityOffset", kCapacityOffset},
    {"kTailPositionOffset", kTailPositionOffset},
    {"kHeadPositionOffset", kHeadPositionOffset},
    {"kProducerWaitingOffset", kProducerWaitingOffset},
    {"kProducerRecordsOffset", kProducerRecordsOffset},
    {"kProducerBytesOffset", kProducerBytesOffset},
    {"kProducerFullOffset", kProducerFullOffset},
    {"kConsumerRecordsOffset", kConsumerRecordsOffset},
    {"kConsumerBytesOffset", kConsumerBytesOffset},
    {"kStateInit", kStateInit},
    {"kStateOpen", kStateOpen},
    {"kStateClosing", kStateClosing},
    {"kStateDead", kStateDead},
    // Signed, as an Int32Array shows it.
    {"kPaddingBit", static_cast<int32_t>(kPaddingBit)},
    {"kRecordShare", kRecordShare},
    {"kFrameHeaderBytes", kFrameHeaderBytes},
};

Napi::Value layout(const Napi::CallbackInfo& info) {
  Napi::Object object = Napi::Object::New(info.Env());
  for (const auto& [name, value] : kLayout) {
    object.Set(name, Napi::Number::New(info.Env(), value));
  }
  return object;
}

constexpr int kDrainCorrupt = -1;

Napi::Value ring_drain(const Napi::CallbackInfo& info) {
  View words;
  View slab;
  int64_t offset_bytes = 0;
  int64_t record_count_max = 0;
  if (!read_view(info, 0, "ringDrain(): words", napi_int32_array, &words) ||
      !read_integer(info, 1, "ringDrain(): ringOffsetBytes", 0,
                    static_cast<int64_t>(words.bytes), &offset_bytes) ||
      !read_view(info, 2, "ringDrain(): slab", napi_uint8_array, &slab) ||
      !read_integer(info, 3, "ringDrain(): recordsMax", 1, 0xffff'ffff, &record_count_max)) {
    return info.Env().Undefined();
  }
  std::byte* const base = words.data + offset_bytes;
  const size_t room_bytes = words.bytes - static_cast<size_t>(offset_bytes);
  if (room_bytes < kRingHeaderBytes + kCapacityBytesMin ||
      (reinterpret_cast<uintptr_t>(base) & (kRecordAlignmentBytes - 1)) != 0) {
    throw_range_error(info.Env(), "ringDrain(): ringOffsetBytes",
                      "must be a multiple of 8 with a whole ring behind it");
    return info.Env().Undefined();
  }
  auto* const header = reinterpret_cast<RingHeader*>(base);
  // relaxed: written once, before the memory was handed over. Checked against the real size: a peer
  // may write it too.
  const uint32_t capacity_bytes = header->capacity_bytes.load(std::memory_order_relaxed);
  if (!is_capacity_valid(capacity_bytes) || capacity_bytes > room_bytes - kRingHeaderBytes) {
    return Napi::Number::New(info.Env(), kDrainCorrupt);
  }
  RingConsumer consumer(header, capacity_bytes);
  const Drained drained =
      consumer.drain({slab.data, slab.bytes}, static_cast<uint32_t>(record_count_max));
  // Whole records that came before the nonsense are given out first; the next call finds the
  // nonsense again.
  if (drained.status != Status::kOk && drained.bytes == 0) {
    return Napi::Number::New(info.Env(), kDrainCorrupt);
  }
  return Napi::Number::New(info.Env(), drained.bytes);
}

}  // namespace

void define_ring_functions(Napi::Env env, Napi::Object exports) {
  exports.Set("layout", Napi::Function::New<layout>(env, "layout"));
  exports.Set("ringDrain", Napi::Function::New<ring_drain>(env, "ringDrain"));
}

}  // namespace signalbox::binding
