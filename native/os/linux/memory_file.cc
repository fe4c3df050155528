// Anonymous sealed memory files by memfd_create.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system_error.h"

namespace signalbox::os {
namespace {

constexpr int kNeededSeals = F_SEAL_SHRINK | F_SEAL_GROW;

/** Gives a fresh file its size and its seals. */
Done size_and_seal(int descriptor, uint64_t bytes) {
  if (ftruncate(descriptor, static_cast<off_t>(bytes)) != 0) return system_error<Done>();
  return done_if_zero(fcntl(descriptor, F_ADD_SEALS, kNeededSeals | F_SEAL_SEAL));
}

}  // namespace

Outcome<int> create_memory_file(uint64_t bytes) {
  if (bytes == 0 || bytes > kMemoryFileBytesMax) return {Status::kWrongSize, 0, -1};
  const int descriptor = memfd_create("signalbox", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (descriptor < 0) return system_error<Outcome<int>>();
  const Done done = size_and_seal(descriptor, bytes);
  if (done.status != Status::kOk) {
    close(descriptor);
    return {done.status, done.error_number, -1};
  }
  return {Status::kOk, 0, descriptor};
}

Outcome<std::span<std::byte>> map_memory_file(int descriptor, uint64_t expected_bytes) {
  using Mapped = Outcome<std::span<std::byte>>;
  // Seals first: with them in place the size that fstat sees can no longer change before the
  // mapping is used.
  const int seals = fcntl(descriptor, F_GET_SEALS);
  if (seals < 0) {
    // EINVAL: a file of a kind that cannot be sealed. EBADF and others are the caller's.
    if (errno == EINVAL) return {Status::kUnsealed, 0, {}};
    return system_error<Mapped>();
  }
  if ((seals & kNeededSeals) != kNeededSeals) return {Status::kUnsealed, 0, {}};
  struct stat information {};
  if (fstat(descriptor, &information) != 0) return system_error<Mapped>();
  if (expected_bytes == 0 || static_cast<uint64_t>(information.st_size) != expected_bytes) {
    return {Status::kWrongSize, 0, {}};
  }
  void* const memory =
      mmap(nullptr, expected_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (memory == MAP_FAILED) return system_error<Mapped>();
  return {Status::kOk, 0, {static_cast<std::byte*>(memory), expected_bytes}};
}

Done unmap_memory(std::span<std::byte> memory) {
  return done_if_zero(munmap(memory.data(), memory.size()));
}

}  // namespace signalbox::os
