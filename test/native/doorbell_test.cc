// Doorbells wake a thread that waits, and only then.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

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

TEST(Doorbell, does_not_ring_by_itself) {
  const Descriptor doorbell(os::create_doorbell().value);
  const uint64_t start_ns = os::monotonic_ns();
  const auto rang = os::wait_for_doorbell(doorbell.get(), 30);
  EXPECT_EQ(rang.status, Status::kOk);
  EXPECT_FALSE(rang.value);
  EXPECT_GE(os::monotonic_ns() - start_ns, 29'000'000u) << "it must have waited";
}

TEST(Doorbell, answers_at_once_when_it_may_not_wait) {
  const Descriptor doorbell(os::create_doorbell().value);
  EXPECT_FALSE(os::wait_for_doorbell(doorbell.get(), 0).value);
  ASSERT_EQ(os::ring_doorbell(doorbell.get()).status, Status::kOk);
  EXPECT_TRUE(os::wait_for_doorbell(doorbell.get(), 0).value);
}

TEST(Doorbell, makes_one_ring_of_many) {
  const Descriptor doorbell(os::create_doorbell().value);
  for (int i = 0; i < 5; ++i) ASSERT_EQ(os::ring_doorbell(doorbell.get()).status, Status::kOk);
  EXPECT_TRUE(os::wait_for_doorbell(doorbell.get(), 0).value);
  EXPECT_FALSE(os::wait_for_doorbell(doorbell.get(), 0).value);
}

TEST(Doorbell, is_silent_after_it_was_drained) {
  const Descriptor doorbell(os::create_doorbell().value);
  ASSERT_EQ(os::drain_doorbell(doorbell.get()).status, Status::kOk) << "nothing to drain is fine";
  ASSERT_EQ(os::ring_doorbell(doorbell.get()).status, Status::kOk);
  ASSERT_EQ(os::drain_doorbell(doorbell.get()).status, Status::kOk);
  EXPECT_FALSE(os::wait_for_doorbell(doorbell.get(), 0).value);
}

TEST(Doorbell, takes_a_ring_that_finds_it_full) {
  const Descriptor doorbell(os::create_doorbell().value);
  const uint64_t most = 0xffff'ffff'ffff'fffe;
  ASSERT_EQ(write(doorbell.get(), &most, sizeof most), static_cast<ssize_t>(sizeof most));
  EXPECT_EQ(os::ring_doorbell(doorbell.get()).status, Status::kOk);
  EXPECT_TRUE(os::wait_for_doorbell(doorbell.get(), 0).value);
  EXPECT_FALSE(os::wait_for_doorbell(doorbell.get(), 0).value);
}

TEST(Doorbell, wakes_a_thread_that_waits) {
  const Descriptor doorbell(os::create_doorbell().value);
  std::thread waiting([&doorbell] {
    const auto rang = os::wait_for_doorbell(doorbell.get(), kWatchdogMs);
    EXPECT_TRUE(rang.value);
  });
  ASSERT_EQ(os::ring_doorbell(doorbell.get()).status, Status::kOk);
  waiting.join();
}

TEST(Doorbell, waits_on_after_a_signal) {
  const Descriptor doorbell(os::create_doorbell().value);
  struct sigaction action {};
  action.sa_handler = [](int) {};
  ASSERT_EQ(sigaction(SIGALRM, &action, nullptr), 0);
  // The first signal comes 10 ms after the start of the wait, which lasts 60 ms: poll(2) gives
  // EINTR.
  ASSERT_EQ(ualarm(10'000, 10'000), 0u);
  const uint64_t start_ns = os::monotonic_ns();
  const auto rang = os::wait_for_doorbell(doorbell.get(), 60);
  ualarm(0, 0);
  EXPECT_EQ(rang.status, Status::kOk);
  EXPECT_FALSE(rang.value);
  EXPECT_GE(os::monotonic_ns() - start_ns, 59'000'000u);
}

TEST(Doorbell, is_non_blocking_and_closed_on_exec) {
  const Descriptor doorbell(os::create_doorbell().value);
  EXPECT_NE(fcntl(doorbell.get(), F_GETFL) & O_NONBLOCK, 0);
  EXPECT_NE(fcntl(doorbell.get(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST(Doorbell, tells_the_kernels_error_for_a_closed_descriptor) {
  const int number = os::create_doorbell().value;
  ASSERT_EQ(os::close_descriptor(number).status, Status::kOk);
  EXPECT_EQ(os::ring_doorbell(number).error_number, EBADF);
  EXPECT_EQ(os::drain_doorbell(number).error_number, EBADF);
  EXPECT_EQ(os::wait_for_doorbell(number, 0).error_number, EBADF);
}

TEST(Doorbell, rings_through_a_second_descriptor_of_the_same_file) {
  const Descriptor doorbell(os::create_doorbell().value);
  const Descriptor second(os::duplicate_descriptor(doorbell.get()).value);
  ASSERT_GE(second.get(), 3);
  EXPECT_NE(fcntl(second.get(), F_GETFD) & FD_CLOEXEC, 0);
  ASSERT_EQ(os::ring_doorbell(doorbell.get()).status, Status::kOk);
  EXPECT_TRUE(os::wait_for_doorbell(second.get(), 0).value);
}

}  // namespace
}  // namespace signalbox
