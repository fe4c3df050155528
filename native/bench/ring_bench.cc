// How many small records two threads of one process pass through a ring: the ceiling for everything
// above it. Prints one JSON line: {"perSecond":…,"records":…}. Usage: ring_bench [records]
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

#include "core/spsc_ring.h"
#include "os/os.h"

namespace {

using signalbox::RingConsumer;
using signalbox::RingHeader;
using signalbox::RingProducer;
using signalbox::Status;

constexpr uint32_t kRingBytes = 1u << 20;
constexpr uint32_t kRecordBytes = signalbox::kFrameHeaderBytes + 32;
/** Records of one publication, as the product publishes. */
constexpr uint32_t kBatchCount = 64;
constexpr uint32_t kPollCountMax = 256;

struct alignas(signalbox::kCacheLineBytes) RingMemory {
  std::byte bytes[signalbox::kRingHeaderBytes + kRingBytes];
};

void produce(RingHeader* header, uint64_t record_count) {
  RingProducer producer(header, kRingBytes);
  std::byte body[kRecordBytes - sizeof(uint32_t)] = {};
  for (uint64_t sent = 0; sent < record_count;) {
    const auto reservation = producer.try_reserve(kRecordBytes);
    if (reservation.status != Status::kOk) {
      static_cast<void>(producer.publish());
      signalbox::os::yield_core();
      continue;
    }
    std::memcpy(body, &sent, sizeof sent);
    std::memcpy(reservation.record + sizeof(uint32_t), body, sizeof body);
    if (++sent % kBatchCount == 0) static_cast<void>(producer.publish());
  }
  static_cast<void>(producer.publish());
}

/**
 * Copies everything out, as the product does. @returns false when a record is not the one that was
 * sent.
 */
bool consume(RingHeader* header, uint64_t record_count) {
  RingConsumer consumer(header, kRingBytes);
  std::vector<std::byte> slab(kRingBytes / signalbox::kRecordShare);
  for (uint64_t taken = 0; taken < record_count;) {
    const auto drained = consumer.drain(slab, kPollCountMax);
    if (drained.status != Status::kOk) return false;
    if (drained.record_count == 0) signalbox::os::yield_core();
    for (uint32_t i = 0; i < drained.record_count; ++i, ++taken) {
      uint64_t number = 0;
      std::memcpy(&number, slab.data() + i * kRecordBytes + sizeof(uint32_t), sizeof number);
      if (number != taken) return false;
    }
  }
  return true;
}

}  // namespace

int main(int argument_count, char** arguments) {
  const uint64_t record_count =
      argument_count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 10'000'000;
  if (record_count == 0) {
    std::fprintf(stderr, "usage: ring_bench [records], 1 or more\n");
    return 2;
  }
  const auto memory = std::make_unique<RingMemory>();
  auto* const header = reinterpret_cast<RingHeader*>(memory->bytes);
  RingProducer::initialise(header, kRingBytes);
  const uint64_t start_ns = signalbox::os::monotonic_ns();
  std::thread producing(produce, header, record_count);
  const bool is_right = consume(header, record_count);
  const uint64_t end_ns = signalbox::os::monotonic_ns();
  if (!is_right) {
    std::fprintf(stderr, "ring_bench: a record came out wrong\n");
    std::_Exit(1);
  }
  producing.join();
  std::printf("{\"perSecond\":%.0f,\"records\":%llu}\n",
              static_cast<double>(record_count) * 1e9 / static_cast<double>(end_ns - start_ns),
              static_cast<unsigned long long>(record_count));
  return 0;
}
