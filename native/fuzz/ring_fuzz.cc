// One ring whose other side writes what it likes, at any time between two calls of ours: nothing is
// read or written outside of the ring, and what is handed out keeps to the rules of a record.
//
//   input   commands: a byte, then its operands; see the switch
#include <memory>
#include <vector>

#include "core/spsc_ring.h"
#include "input.h"

namespace signalbox::fuzz {
namespace {

constexpr uint32_t kRingBytes = kCapacityBytesMin;
/** Bounds one run; more commands find nothing that fewer do not. */
constexpr int kCommandCountMax = 64;

class Ring {
 public:
  Ring() { RingProducer::initialise(header_, kRingBytes); }

  void run(Input& input) {
    for (int count = 0; count < kCommandCountMax && !input.is_over(); ++count) step(input);
  }

 private:
  void step(Input& input) {
    switch (input.byte() % 8) {
      case 0:
        drain(input);
        break;
      case 1:
        poll(input.byte());
        break;
      case 2:
        reserve(input.byte() * 4u + input.byte());
        break;
      case 3:
        static_cast<void>(producer_.publish());
        break;
      case 4:
        header_->tail_position.store(input.word());
        break;
      case 5:
        header_->head_position.store(input.word());
        break;
      case 6: {
        // A word of the data: a size, or what it covers.
        const uint32_t index = input.word() % (kRingBytes / 4);
        reinterpret_cast<uint32_t*>(memory_.get() + kRingHeaderBytes)[index] = input.word();
        break;
      }
      case 7:
        static_cast<void>(RingConsumer(header_, kRingBytes).take_producer_waiting());
        producer_.discard();
        break;
    }
  }

  void drain(Input& input) {
    // Exactly as long as it says, so that the address sanitizer sees one byte too many.
    const size_t room = input.byte() * 8u;
    const std::unique_ptr<std::byte[]> slab(new std::byte[room]);
    const uint32_t count_max = input.byte();
    const Drained drained = RingConsumer(header_, kRingBytes).drain({slab.get(), room}, count_max);
    must(drained.record_count <= count_max, "a drain takes as many records as it may");
    must(drained.bytes <= room && drained.bytes % 8 == 0, "a drain writes whole strides into the slab");
    uint32_t at = 0;
    for (uint32_t record = 0; record < drained.record_count; ++record) {
      uint32_t size = 0;
      std::memcpy(&size, slab.get() + at, sizeof size);
      must(size >= kFrameHeaderBytes && size <= kRingBytes / kRecordShare, "a size keeps its bounds");
      at += stride_of(size);
    }
    must(at == drained.bytes, "records lie one behind the other");
  }

  void poll(uint32_t count_max) {
    const std::byte* const data = memory_.get() + kRingHeaderBytes;
    uint8_t seen = 0;
    const Drained drained = RingConsumer(header_, kRingBytes)
                                .poll(
                                    [&](const std::byte* record, uint32_t size) {
                                      must(record >= data && record + size <= data + kRingBytes,
                                           "a record lies inside of the ring");
                                      seen ^= static_cast<uint8_t>(record[size - 1]);
                                    },
                                    count_max);
    must(drained.bytes <= kRingBytes, "no more is given back than the ring holds");
    sink_ = seen;
  }

  void reserve(uint32_t size) {
    const Reservation reservation = producer_.try_reserve(size);
    if (reservation.status != Status::kOk) return;
    must(size >= kFrameHeaderBytes && size <= producer_.record_bytes_max(), "bounds of a record hold");
    std::memset(static_cast<void*>(reservation.record + 4), 0x5a, size - 4);
  }

  struct Aligned {
    std::byte* operator()() const {
      return new (std::align_val_t{kCacheLineBytes}) std::byte[kRingHeaderBytes + kRingBytes]();
    }
    void operator()(std::byte* bytes) const {
      operator delete[](bytes, std::align_val_t{kCacheLineBytes});
    }
  };
  const std::unique_ptr<std::byte[], Aligned> memory_{Aligned()()};
  RingHeader* const header_ = reinterpret_cast<RingHeader*>(memory_.get());
  RingProducer producer_{header_, kRingBytes};
  /** Keeps the reads of a poll. */
  volatile uint8_t sink_ = 0;
};

}  // namespace
}  // namespace signalbox::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  signalbox::fuzz::Input input(bytes, count);
  signalbox::fuzz::Ring().run(input);
  return 0;
}
