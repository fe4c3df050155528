// Descriptors, cores, memory and time.
#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "system_error.h"

namespace signalbox::os {

bool is_supported() { return true; }

Done close_descriptor(int descriptor) {
  // Not repeated after EINTR: Linux has closed it by then, and the number may be somebody else's.
  return done_if_zero(close(descriptor));
}

Outcome<int> duplicate_descriptor(int descriptor) {
  const int duplicate = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  if (duplicate < 0) return system_error<Outcome<int>>();
  return {Status::kOk, 0, duplicate};
}

bool is_readable(int descriptor) {
  pollfd look{.fd = descriptor, .events = POLLIN, .revents = 0};
  return poll(&look, 1, 0) > 0 && (look.revents & POLLIN) != 0;
}

int core_count() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  // A machine with more cores than the set holds gives an error; it certainly has more than one.
  if (sched_getaffinity(0, sizeof cores, &cores) != 0) return 2;
  return CPU_COUNT(&cores) > 0 ? CPU_COUNT(&cores) : 1;
}

void yield_core() { sched_yield(); }

bool has_idle_core() {
  // "0.20 0.18 0.12 3/412 4711": loads, then threads that run or want to, this one among them.
  const int descriptor = open("/proc/loadavg", O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return true;
  char text[64];
  const ssize_t length = read(descriptor, text, sizeof text - 1);
  static_cast<void>(close(descriptor));
  if (length <= 0) return true;
  text[length] = '\0';
  int running = 0;
  if (sscanf(text, "%*s %*s %*s %d/", &running) != 1) return true;
  static const int cores = core_count();
  return running <= cores;
}

void step_aside() {
  const timespec shortest{.tv_sec = 0, .tv_nsec = 1};
  // A signal that ends it early has woken the thread as well.
  static_cast<void>(clock_nanosleep(CLOCK_MONOTONIC, 0, &shortest, nullptr));
}

bool trim_memory() {
#ifdef __GLIBC__
  return malloc_trim(0) == 1;
#else
  return false;
#endif
}

uint64_t monotonic_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(now.tv_nsec);
}

}  // namespace signalbox::os
