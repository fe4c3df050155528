// Doorbells by eventfd.
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "system_error.h"

namespace signalbox::os {
namespace {

/** Milliseconds until a deadline, rounded up, never below 0. */
int remaining_ms(uint64_t deadline_ns) {
  const uint64_t now_ns = monotonic_ns();
  if (now_ns >= deadline_ns) return 0;
  return static_cast<int>((deadline_ns - now_ns + 999'999) / 1'000'000);
}

}  // namespace

Outcome<int> create_doorbell() {
  const int descriptor = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (descriptor < 0) return system_error<Outcome<int>>();
  return {Status::kOk, 0, descriptor};
}

Done ring_doorbell(int descriptor) {
  const uint64_t one = 1;
  for (;;) {
    if (write(descriptor, &one, sizeof one) == sizeof one) return {};
    if (errno == EINTR) continue;
    // Full: it rings already, and its reader has not looked yet.
    if (errno == EAGAIN) return {};
    return system_error<Done>();
  }
}

Done drain_doorbell(int descriptor) {
  uint64_t rings = 0;
  for (;;) {
    // One read takes all rings of an eventfd.
    if (read(descriptor, &rings, sizeof rings) >= 0) return {};
    if (errno == EINTR) continue;
    if (errno == EAGAIN) return {};
    return system_error<Done>();
  }
}

Outcome<bool> wait_for_doorbell(int descriptor, int timeout_ms) {
  const uint64_t deadline_ns = monotonic_ns() + static_cast<uint64_t>(timeout_ms) * 1'000'000;
  for (;;) {
    pollfd watched{descriptor, POLLIN, 0};
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
    const Done drained = drain_doorbell(descriptor);
    return {drained.status, drained.error_number, drained.status == Status::kOk};
  }
}

}  // namespace signalbox::os
