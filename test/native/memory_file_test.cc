// Memory files: what a peer may do to them must not reach this process.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "descriptor.h"
#include "os/os.h"

namespace signalbox {
namespace {

using test::Descriptor;

constexpr uint64_t kBytes = 8192 + 1024;

TEST(MemoryFile, starts_zeroed_and_is_shared_by_all_its_mappings) {
  const Descriptor file(os::create_memory_file(kBytes).value);
  ASSERT_GE(file.get(), 0);
  const auto first = os::map_memory_file(file.get(), kBytes);
  const auto second = os::map_memory_file(file.get(), kBytes);
  ASSERT_EQ(first.status, Status::kOk);
  ASSERT_EQ(second.status, Status::kOk);
  EXPECT_EQ(first.value.size(), kBytes);
  for (const std::byte byte : first.value) ASSERT_EQ(byte, std::byte{0});
  first.value[kBytes - 1] = std::byte{7};
  EXPECT_EQ(second.value[kBytes - 1], std::byte{7});
  EXPECT_EQ(os::unmap_memory(first.value).status, Status::kOk);
  EXPECT_EQ(second.value[kBytes - 1], std::byte{7}) << "the other mapping stays";
  EXPECT_EQ(os::unmap_memory(second.value).status, Status::kOk);
}

TEST(MemoryFile, can_neither_shrink_nor_grow_nor_lose_its_seals) {
  const Descriptor file(os::create_memory_file(kBytes).value);
  EXPECT_EQ(ftruncate(file.get(), 4096), -1);
  EXPECT_EQ(errno, EPERM);
  EXPECT_EQ(ftruncate(file.get(), 2 * kBytes), -1);
  EXPECT_EQ(errno, EPERM);
  EXPECT_EQ(fcntl(file.get(), F_ADD_SEALS, F_SEAL_WRITE), -1);
  EXPECT_EQ(errno, EPERM);
}

TEST(MemoryFile, is_closed_on_exec) {
  const Descriptor file(os::create_memory_file(kBytes).value);
  EXPECT_NE(fcntl(file.get(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST(MemoryFile, is_refused_when_it_is_not_sealed) {
  const Descriptor file(memfd_create("unsealed", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  ASSERT_EQ(ftruncate(file.get(), kBytes), 0);
  EXPECT_EQ(os::map_memory_file(file.get(), kBytes).status, Status::kUnsealed);
  ASSERT_EQ(fcntl(file.get(), F_ADD_SEALS, F_SEAL_GROW), 0);
  EXPECT_EQ(os::map_memory_file(file.get(), kBytes).status, Status::kUnsealed) << "shrinks";
}

TEST(MemoryFile, is_refused_when_it_is_an_ordinary_file) {
  char path[] = "/tmp/signalbox-test-XXXXXX";
  const Descriptor file(mkstemp(path));
  ASSERT_GE(file.get(), 0);
  ASSERT_EQ(unlink(path), 0);
  ASSERT_EQ(ftruncate(file.get(), kBytes), 0);
  const auto mapped = os::map_memory_file(file.get(), kBytes);
  EXPECT_NE(mapped.status, Status::kOk);
}

TEST(MemoryFile, is_refused_when_its_size_is_another) {
  const Descriptor file(os::create_memory_file(kBytes).value);
  EXPECT_EQ(os::map_memory_file(file.get(), kBytes - 1).status, Status::kWrongSize);
  EXPECT_EQ(os::map_memory_file(file.get(), kBytes + 1).status, Status::kWrongSize);
  EXPECT_EQ(os::map_memory_file(file.get(), 0).status, Status::kWrongSize);
}

TEST(MemoryFile, is_not_created_empty_or_too_large) {
  EXPECT_EQ(os::create_memory_file(0).status, Status::kWrongSize);
  EXPECT_EQ(os::create_memory_file(os::kMemoryFileBytesMax + 1).status, Status::kWrongSize);
}

TEST(MemoryFile, tells_the_kernels_error_for_a_closed_descriptor) {
  const int number = os::create_memory_file(kBytes).value;
  ASSERT_EQ(os::close_descriptor(number).status, Status::kOk);
  const auto mapped = os::map_memory_file(number, kBytes);
  EXPECT_EQ(mapped.status, Status::kSystemError);
  EXPECT_EQ(mapped.error_number, EBADF);
  EXPECT_EQ(os::close_descriptor(number).error_number, EBADF);
}

}  // namespace
}  // namespace signalbox
