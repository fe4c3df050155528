// Doorbells by pipe. Not by eventfd: that is one open file, and both sides could clear O_NONBLOCK.
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "system_error.h"

namespace signalbox::os {
namespace {

/** One page, the least that a pipe has: one byte would be enough, and users have a budget. */
constexpr int kPipeBytes = 4096;
constexpr size_t kDrainBytes = 4096;
/** A peer can make the pipe longer and fill it again while we read: no drain lasts for that. */
constexpr int kDrainReadsMax = 4;

/** Milliseconds until a deadline, rounded up, never below 0. */
int remaining_ms(uint64_t deadline_ns) {
  const uint64_t now_ns = monotonic_ns();
  if (now_ns >= deadline_ns) return 0;
  return static_cast<int>((deadline_ns - now_ns + 999'999) / 1'000'000);
}

}  // namespace

Outcome<Doorbell> create_doorbell() {
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_NONBLOCK | O_CLOEXEC) != 0) return system_error<Outcome<Doorbell>>();
  // Refused, it stays as long as it is, which does no harm.
  static_cast<void>(fcntl(ends[1], F_SETPIPE_SZ, kPipeBytes));
  return {Status::kOk, 0, {ends[0], ends[1]}};
}

Done ring_doorbell(int writer) {
  const char ring = 1;
  for (;;) {
    if (write(writer, &ring, sizeof ring) == sizeof ring) return {};
    if (errno == EINTR) continue;
    // Full: it rings already, and its reader has not looked yet.
    if (errno == EAGAIN) return {};
    // Its reader is gone, and there is nobody to wake.
    if (errno == EPIPE) return {};
    return system_error<Done>();
  }
}

Outcome<bool> drain_doorbell(int reader) {
  char rings[kDrainBytes];
  for (int reads = 0; reads < kDrainReadsMax;) {
    const ssize_t taken = read(reader, rings, sizeof rings);
    if (taken < 0 && errno == EINTR) continue;
    if (taken < 0 && errno == EAGAIN) return {Status::kOk, 0, true};
    if (taken < 0) return system_error<Outcome<bool>>();
    if (taken == 0) return {Status::kOk, 0, false};
    if (static_cast<size_t>(taken) < sizeof rings) return {Status::kOk, 0, true};
    ++reads;
  }
  return {Status::kOk, 0, true};
}

Outcome<bool> wait_for_doorbell(int reader, int timeout_ms) {
  const uint64_t deadline_ns = monotonic_ns() + static_cast<uint64_t>(timeout_ms) * 1'000'000;
  for (;;) {
    pollfd watched{reader, POLLIN, 0};
    const int ready_count = poll(&watched, 1, remaining_ms(deadline_ns));
    if (ready_count < 0) {
      if (errno == EINTR) continue;
      return system_error<Outcome<bool>>();
    }
    if (ready_count == 0) {
      if (monotonic_ns() >= deadline_ns) return {Status::kOk, 0, false};
      continue;
    }
    if ((watched.revents & POLLNVAL) != 0) return {Status::kSystemError, EBADF, false};
    const auto drained = drain_doorbell(reader);
    if (drained.status != Status::kOk) return drained;
    if (!drained.value) return {Status::kEnded, EPIPE, false};
    return {Status::kOk, 0, true};
  }
}

}  // namespace signalbox::os
