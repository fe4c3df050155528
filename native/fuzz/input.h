// Bytes of a fuzzer as numbers, one behind the other; when they are over, zeros.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace signalbox::fuzz {

class Input {
 public:
  Input(const uint8_t* bytes, size_t count) : bytes_(bytes), count_(count) {}

  [[nodiscard]] bool is_over() const { return at_ >= count_; }
  uint8_t byte() { return is_over() ? 0 : bytes_[at_++]; }
  uint32_t word() {
    uint32_t value = 0;
    for (int shift = 0; shift < 32; shift += 8) value |= static_cast<uint32_t>(byte()) << shift;
    return value;
  }
  /** Copies what is left, as far as there is room. @returns how many bytes that were. */
  size_t rest(void* target, size_t room) {
    const size_t count = count_ - at_ < room ? count_ - at_ : room;
    if (count > 0) std::memcpy(target, bytes_ + at_, count);
    at_ += count;
    return count;
  }

 private:
  const uint8_t* const bytes_;
  const size_t count_;
  size_t at_ = 0;
};

/** A rule that holds whatever the bytes are. */
inline void must(bool holds, const char* rule) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", rule);
  std::abort();
}

}  // namespace signalbox::fuzz
