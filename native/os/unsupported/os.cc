// An operating system without shared memory in this build: every call says so, and callers take
// another carrier.
#include <chrono>
#include <thread>

#include "../os.h"

namespace signalbox::os {
namespace {

template <typename Result>
Result unsupported() {
  Result result;
  result.status = Status::kUnsupported;
  return result;
}

}  // namespace

bool is_supported() { return false; }

Outcome<int> create_memory_file(uint64_t) { return unsupported<Outcome<int>>(); }

Outcome<std::span<std::byte>> map_memory_file(int, uint64_t) {
  return unsupported<Outcome<std::span<std::byte>>>();
}

Done unmap_memory(std::span<std::byte>) { return unsupported<Done>(); }

Outcome<Doorbell> create_doorbell() { return unsupported<Outcome<Doorbell>>(); }

Done ring_doorbell(int) { return unsupported<Done>(); }

Outcome<bool> drain_doorbell(int) { return unsupported<Outcome<bool>>(); }

Outcome<bool> wait_for_doorbell(int, int) { return unsupported<Outcome<bool>>(); }

Outcome<int> connect_local_socket(std::string_view) { return unsupported<Outcome<int>>(); }

Outcome<SocketPair> create_local_sockets() { return unsupported<Outcome<SocketPair>>(); }

Outcome<PeerCredentials> peer_credentials(int) { return unsupported<Outcome<PeerCredentials>>(); }

Outcome<size_t> send_message(int, std::span<const std::byte>, std::span<const int>) {
  return unsupported<Outcome<size_t>>();
}

Outcome<Received> receive_message(int, std::span<std::byte>) {
  return unsupported<Outcome<Received>>();
}

Done send_datagram(std::string_view, std::span<const std::byte>) { return unsupported<Done>(); }

Done close_descriptor(int) { return unsupported<Done>(); }

Outcome<int> duplicate_descriptor(int) { return unsupported<Outcome<int>>(); }

// Time and cores exist everywhere, and the in-process rings use them.
int core_count() {
  const unsigned count = std::thread::hardware_concurrency();
  return count > 0 ? static_cast<int>(count) : 1;
}

bool trim_memory() { return false; }

void yield_core() { std::this_thread::yield(); }

bool has_idle_core() { return true; }

bool is_readable(int) { return false; }

void step_aside() { std::this_thread::sleep_for(std::chrono::microseconds(1)); }

uint64_t monotonic_ns() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count());
}

}  // namespace signalbox::os
