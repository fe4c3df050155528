// Doorbells wake a thread that waits, and only then.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <thread>

#include "descriptor.h"
#include "os/os.h"

namespace signalbox {
namespace {

using test::Descriptor;

/** Far more than a wake-up takes. */
constexpr int kWatchdogMs = 10'000;

/** A doorbell whose ends close themselves. */
class Bell {
 public:
  Bell() {
    // As Node does: a ring whose reader is gone must not end the process.
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    const auto made = os::create_doorbell();
    EXPECT_EQ(made.status, Status::kOk);
    reader.reset(made.value.reader);
    writer.reset(made.value.writer);
  }
  Descriptor reader;
  Descriptor writer;
};

/** Ends the test's process if a call that must not wait does. */
class Watchdog {
 public:
  Watchdog() { alarm(kWatchdogMs / 1000); }
  ~Watchdog() { alarm(0); }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
};

void fill(int writer) {
  const char rings[4096] = {};
  while (write(writer, rings, sizeof rings) > 0) {
  }
  while (write(writer, rings, 1) > 0) {
  }
  EXPECT_EQ(errno, EAGAIN);
}

void set_blocking(int descriptor) {
  const int flags = fcntl(descriptor, F_GETFL);
  ASSERT_EQ(fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK), 0);
}

TEST(Doorbell, does_not_ring_by_itself) {
  const Bell doorbell;
  const uint64_t start_ns = os::monotonic_ns();
  const auto rang = os::wait_for_doorbell(doorbell.reader.get(), 30);
  EXPECT_EQ(rang.status, Status::kOk);
  EXPECT_FALSE(rang.value);
  EXPECT_GE(os::monotonic_ns() - start_ns, 29'000'000u) << "it must have waited";
}

TEST(Doorbell, answers_at_once_when_it_may_not_wait) {
  const Bell doorbell;
  EXPECT_FALSE(os::wait_for_doorbell(doorbell.reader.get(), 0).value);
  ASSERT_EQ(os::ring_doorbell(doorbell.writer.get()).status, Status::kOk);
  EXPECT_TRUE(os::wait_for_doorbell(doorbell.reader.get(), 0).value);
}

TEST(Doorbell, makes_one_ring_of_many) {
  const Bell doorbell;
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(os::ring_doorbell(doorbell.writer.get()).status, Status::kOk);
  }
  EXPECT_TRUE(os::wait_for_doorbell(doorbell.reader.get(), 0).value);
  EXPECT_FALSE(os::wait_for_doorbell(doorbell.reader.get(), 0).value);
}

TEST(Doorbell, is_silent_after_it_was_drained) {
  const Bell doorbell;
  ASSERT_EQ(os::drain_doorbell(doorbell.reader.get()).status, Status::kOk)
      << "nothing to drain is fine";
  ASSERT_EQ(os::ring_doorbell(doorbell.writer.get()).status, Status::kOk);
  ASSERT_EQ(os::drain_doorbell(doorbell.reader.get()).status, Status::kOk);
  EXPECT_FALSE(os::wait_for_doorbell(doorbell.reader.get(), 0).value);
}

TEST(Doorbell, takes_a_ring_that_finds_it_full) {
  const Bell doorbell;
  fill(doorbell.writer.get());
  EXPECT_EQ(os::ring_doorbell(doorbell.writer.get()).status, Status::kOk);
  EXPECT_TRUE(os::wait_for_doorbell(doorbell.reader.get(), 0).value);
  EXPECT_FALSE(os::wait_for_doorbell(doorbell.reader.get(), 0).value);
  EXPECT_EQ(os::ring_doorbell(doorbell.writer.get()).status, Status::kOk);
  EXPECT_TRUE(os::wait_for_doorbell(doorbell.reader.get(), 0).value);
}

TEST(Doorbell, never_waits_to_ring_for_a_peer_that_made_its_end_blocking) {
  const Watchdog watchdog;
  const Bell doorbell;
  set_blocking(doorbell.reader.get());
  EXPECT_NE(fcntl(doorbell.writer.get(), F_GETFL) & O_NONBLOCK, 0);
  fill(doorbell.writer.get());
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(os::ring_doorbell(doorbell.writer.get()).status, Status::kOk);
  }
}

TEST(Doorbell, never_waits_to_drain_what_a_peer_made_blocking_filled_or_emptied) {
  const Watchdog watchdog;
  const Bell doorbell;
  // As long as it may be, so that one drain does not take all.
  ASSERT_GT(fcntl(doorbell.writer.get(), F_SETPIPE_SZ, 1 << 18), 0);
  fill(doorbell.writer.get());
  set_blocking(doorbell.writer.get());
  EXPECT_NE(fcntl(doorbell.reader.get(), F_GETFL) & O_NONBLOCK, 0);
  EXPECT_TRUE(os::drain_doorbell(doorbell.reader.get()).value);
  EXPECT_TRUE(os::wait_for_doorbell(doorbell.reader.get(), 0).value) << "a drain is bounded";
  for (int i = 0; i < 100; ++i) {
    const auto drained = os::drain_doorbell(doorbell.reader.get());
    ASSERT_EQ(drained.status, Status::kOk);
    ASSERT_TRUE(drained.value);
  }
  EXPECT_FALSE(os::wait_for_doorbell(doorbell.reader.get(), 0).value) << "it is empty";
}

TEST(Doorbell, never_waits_while_a_peer_rings_without_end) {
  const Watchdog watchdog;
  const Bell doorbell;
  set_blocking(doorbell.writer.get());
  std::atomic<bool> is_over{false};
  std::thread ringing([&] {
    const char rings[4096] = {};
    while (!is_over.load()) static_cast<void>(!write(doorbell.writer.get(), rings, sizeof rings));
  });
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(os::drain_doorbell(doorbell.reader.get()).status, Status::kOk);
  }
  is_over.store(true);
  // The thread may wait for room in its blocking end.
  const uint64_t deadline_ns = os::monotonic_ns() + 100'000'000;
  while (os::monotonic_ns() < deadline_ns) {
    static_cast<void>(os::wait_for_doorbell(doorbell.reader.get(), 1));
  }
  ringing.join();
}

TEST(Doorbell, takes_a_ring_whose_reader_is_gone) {
  Bell doorbell;
  doorbell.reader.reset();
  EXPECT_EQ(os::ring_doorbell(doorbell.writer.get()).status, Status::kOk);
}

TEST(Doorbell, tells_when_nobody_can_ring_any_more) {
  Bell doorbell;
  ASSERT_EQ(os::ring_doorbell(doorbell.writer.get()).status, Status::kOk);
  doorbell.writer.reset();
  EXPECT_TRUE(os::wait_for_doorbell(doorbell.reader.get(), 0).value) << "the last ring counts";
  const auto drained = os::drain_doorbell(doorbell.reader.get());
  EXPECT_EQ(drained.status, Status::kOk);
  EXPECT_FALSE(drained.value);
  EXPECT_EQ(os::wait_for_doorbell(doorbell.reader.get(), kWatchdogMs).status, Status::kEnded);
}

TEST(Doorbell, wakes_a_thread_that_waits) {
  const Bell doorbell;
  std::thread waiting([&doorbell] {
    const auto rang = os::wait_for_doorbell(doorbell.reader.get(), kWatchdogMs);
    EXPECT_TRUE(rang.value);
  });
  ASSERT_EQ(os::ring_doorbell(doorbell.writer.get()).status, Status::kOk);
  waiting.join();
}

TEST(Doorbell, waits_on_after_a_signal) {
  const Bell doorbell;
  struct sigaction action {};
  action.sa_handler = [](int) {};
  ASSERT_EQ(sigaction(SIGALRM, &action, nullptr), 0);
  // The first signal comes 10 ms after the start of the wait, which lasts 60 ms: poll(2) gives
  // EINTR.
  ASSERT_EQ(ualarm(10'000, 10'000), 0u);
  const uint64_t start_ns = os::monotonic_ns();
  const auto rang = os::wait_for_doorbell(doorbell.reader.get(), 60);
  ualarm(0, 0);
  EXPECT_EQ(rang.status, Status::kOk);
  EXPECT_FALSE(rang.value);
  EXPECT_GE(os::monotonic_ns() - start_ns, 59'000'000u);
}

TEST(Doorbell, is_non_blocking_and_closed_on_exec_at_both_ends) {
  const Bell doorbell;
  for (const int end : {doorbell.reader.get(), doorbell.writer.get()}) {
    EXPECT_NE(fcntl(end, F_GETFL) & O_NONBLOCK, 0);
    EXPECT_NE(fcntl(end, F_GETFD) & FD_CLOEXEC, 0);
  }
}

TEST(Doorbell, tells_the_kernels_error_for_a_closed_descriptor) {
  const os::Doorbell doorbell = os::create_doorbell().value;
  ASSERT_EQ(os::close_descriptor(doorbell.reader).status, Status::kOk);
  ASSERT_EQ(os::close_descriptor(doorbell.writer).status, Status::kOk);
  EXPECT_EQ(os::ring_doorbell(doorbell.writer).error_number, EBADF);
  EXPECT_EQ(os::drain_doorbell(doorbell.reader).error_number, EBADF);
  EXPECT_EQ(os::wait_for_doorbell(doorbell.reader, 0).error_number, EBADF);
}

TEST(Doorbell, is_heard_through_a_second_descriptor_of_the_same_file) {
  const Bell doorbell;
  const Descriptor second(os::duplicate_descriptor(doorbell.reader.get()).value);
  ASSERT_GE(second.get(), 3);
  EXPECT_NE(fcntl(second.get(), F_GETFD) & FD_CLOEXEC, 0);
  ASSERT_EQ(os::ring_doorbell(doorbell.writer.get()).status, Status::kOk);
  EXPECT_TRUE(os::wait_for_doorbell(second.get(), 0).value);
}

}  // namespace
}  // namespace signalbox
