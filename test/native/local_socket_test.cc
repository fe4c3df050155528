// Local sockets: connecting, credentials, and descriptors that travel with bytes.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "descriptor.h"
#include "os/os.h"

namespace signalbox {
namespace {

using test::Descriptor;

class SocketPair : public testing::Test {
 protected:
  void SetUp() override {
    const auto pair = os::create_local_sockets();
    ASSERT_EQ(pair.status, Status::kOk);
    left_.reset(pair.value.left);
    right_.reset(pair.value.right);
  }
  static std::span<const std::byte> bytes_of(const std::string& text) {
    return std::as_bytes(std::span(text));
  }

  Descriptor left_;
  Descriptor right_;
  std::array<std::byte, 64> target_{};
};

size_t open_descriptor_count() {
  using Iterator = std::filesystem::directory_iterator;
  return static_cast<size_t>(std::distance(Iterator("/proc/self/fd"), Iterator()));
}

TEST_F(SocketPair, carries_bytes) {
  ASSERT_EQ(os::send_message(left_.get(), bytes_of("hello"), {}).value, 5u);
  const auto received = os::receive_message(right_.get(), target_);
  ASSERT_EQ(received.status, Status::kOk);
  EXPECT_EQ(received.value.bytes, 5u);
  EXPECT_EQ(received.value.descriptor_count, 0u);
  EXPECT_EQ(std::memcmp(target_.data(), "hello", 5), 0);
}

TEST_F(SocketPair, never_blocks_and_is_closed_on_exec) {
  for (const int end : {left_.get(), right_.get()}) {
    EXPECT_NE(fcntl(end, F_GETFL) & O_NONBLOCK, 0);
    EXPECT_NE(fcntl(end, F_GETFD) & FD_CLOEXEC, 0);
  }
}

TEST_F(SocketPair, says_that_nothing_waits) {
  EXPECT_EQ(os::receive_message(right_.get(), target_).status, Status::kWouldBlock);
}

TEST_F(SocketPair, says_that_the_other_side_closed) {
  ASSERT_EQ(os::send_message(left_.get(), bytes_of("bye"), {}).value, 3u);
  left_.reset();
  EXPECT_EQ(os::receive_message(right_.get(), target_).value.bytes, 3u);
  const auto received = os::receive_message(right_.get(), target_);
  EXPECT_EQ(received.status, Status::kOk);
  EXPECT_EQ(received.value.bytes, 0u);
  EXPECT_EQ(os::send_message(right_.get(), bytes_of("x"), {}).status, Status::kEnded)
      << "and no SIGPIPE";
}

TEST_F(SocketPair, refuses_to_send_or_receive_no_bytes) {
  EXPECT_EQ(os::send_message(left_.get(), {}, {}).error_number, EINVAL);
  EXPECT_EQ(os::receive_message(right_.get(), {}).error_number, EINVAL);
}

TEST_F(SocketPair, takes_what_fits_and_then_says_that_it_would_block) {
  const std::vector<std::byte> much(1u << 20);
  const auto sent = os::send_message(left_.get(), much, {});
  ASSERT_EQ(sent.status, Status::kOk);
  EXPECT_GT(sent.value, 0u);
  EXPECT_LT(sent.value, much.size());
  EXPECT_EQ(os::send_message(left_.get(), much, {}).status, Status::kWouldBlock);
}

TEST_F(SocketPair, passes_descriptors_that_are_the_same_open_files) {
  const os::Doorbell bell = os::create_doorbell().value;
  const Descriptor reader(bell.reader);
  const Descriptor writer(bell.writer);
  const Descriptor file(os::create_memory_file(4096).value);
  const int passed[] = {writer.get(), file.get()};
  ASSERT_EQ(os::send_message(left_.get(), bytes_of("take"), passed).value, 4u);
  const auto received = os::receive_message(right_.get(), target_);
  ASSERT_EQ(received.status, Status::kOk);
  EXPECT_EQ(received.value.bytes, 4u);
  ASSERT_EQ(received.value.descriptor_count, 2u);
  const Descriptor their_writer(received.value.descriptors[0]);
  const Descriptor their_file(received.value.descriptors[1]);
  EXPECT_NE(their_writer.get(), writer.get());
  EXPECT_NE(fcntl(their_writer.get(), F_GETFD) & FD_CLOEXEC, 0);
  ASSERT_EQ(os::ring_doorbell(their_writer.get()).status, Status::kOk);
  EXPECT_TRUE(os::wait_for_doorbell(reader.get(), 0).value);
  const auto mapped = os::map_memory_file(their_file.get(), 4096);
  ASSERT_EQ(mapped.status, Status::kOk);
  EXPECT_EQ(os::unmap_memory(mapped.value).status, Status::kOk);
}

TEST_F(SocketPair, passes_as_many_descriptors_as_it_promises_and_no_more) {
  const Descriptor file(os::create_memory_file(4096).value);
  const std::vector<int> most(os::kPassedDescriptorsMax, file.get());
  ASSERT_EQ(os::send_message(left_.get(), bytes_of("m"), most).value, 1u);
  const auto received = os::receive_message(right_.get(), target_);
  ASSERT_EQ(received.value.descriptor_count, os::kPassedDescriptorsMax);
  for (const int number : received.value.descriptors) {
    EXPECT_EQ(os::close_descriptor(number).status, Status::kOk);
  }
  const std::vector<int> more(os::kPassedDescriptorsMax + 1, file.get());
  EXPECT_EQ(os::send_message(left_.get(), bytes_of("m"), more).error_number, EINVAL);
}

TEST_F(SocketPair, closes_what_came_when_a_peer_sends_too_many_descriptors) {
  // By hand, because send_message() refuses.
  constexpr size_t kCount = os::kPassedDescriptorsMax + 4;
  const Descriptor file(os::create_memory_file(4096).value);
  std::array<int, kCount> passed;
  passed.fill(file.get());
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof passed)] = {};
  char text[] = "x";
  iovec body{text, 1};
  msghdr message{};
  message.msg_iov = &body;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  cmsghdr* const header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof passed);
  std::memcpy(CMSG_DATA(header), passed.data(), sizeof passed);
  ASSERT_EQ(sendmsg(left_.get(), &message, 0), 1);
  const size_t before = open_descriptor_count();
  const auto received = os::receive_message(right_.get(), target_);
  EXPECT_EQ(received.status, Status::kTruncated);
  EXPECT_EQ(received.value.descriptor_count, 0u);
  EXPECT_EQ(open_descriptor_count(), before) << "no descriptor may be left behind";
}

TEST_F(SocketPair, refuses_to_pass_a_closed_descriptor) {
  const int closed[] = {9'999};
  const auto sent = os::send_message(left_.get(), bytes_of("x"), closed);
  EXPECT_EQ(sent.status, Status::kSystemError);
  EXPECT_EQ(sent.error_number, EBADF);
}

TEST_F(SocketPair, knows_who_sits_at_the_other_end) {
  const auto credentials = os::peer_credentials(left_.get());
  ASSERT_EQ(credentials.status, Status::kOk);
  EXPECT_EQ(credentials.value.pid, getpid());
  EXPECT_EQ(credentials.value.uid, static_cast<int64_t>(getuid()));
  EXPECT_EQ(credentials.value.gid, static_cast<int64_t>(getgid()));
}

TEST(LocalSocket, has_no_credentials_for_what_is_no_socket) {
  const Descriptor file(os::create_memory_file(4096).value);
  EXPECT_EQ(os::peer_credentials(file.get()).error_number, ENOTSOCK);
}

/** A listening socket in a folder of its own. */
class Listener {
 public:
  Listener() {
    char folder[] = "/tmp/signalbox-test-XXXXXX";
    folder_ = mkdtemp(folder);
    path_ = folder_ + "/center.sock";
    socket_.reset(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(path_.begin(), path_.end(), address.sun_path);
    EXPECT_EQ(bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(listen(socket_.get(), 4), 0);
  }
  ~Listener() { std::filesystem::remove_all(folder_); }
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] int accept_one() const { return accept(socket_.get(), nullptr, nullptr); }
  void stop() { socket_.reset(); }

 private:
  std::string folder_;
  std::string path_;
  Descriptor socket_;
};

TEST(LocalSocket, connects_to_a_listener_without_blocking_later) {
  Listener listener;
  const Descriptor client(os::connect_local_socket(listener.path()).value);
  ASSERT_GE(client.get(), 0);
  const Descriptor accepted(listener.accept_one());
  EXPECT_NE(fcntl(client.get(), F_GETFL) & O_NONBLOCK, 0);
  EXPECT_NE(fcntl(client.get(), F_GETFD) & FD_CLOEXEC, 0);
  EXPECT_EQ(os::peer_credentials(accepted.get()).value.pid, getpid());
  std::array<std::byte, 4> target{};
  EXPECT_EQ(os::receive_message(client.get(), target).status, Status::kWouldBlock);
}

TEST(LocalSocket, tells_why_it_could_not_connect) {
  Listener listener;
  listener.stop();
  EXPECT_EQ(os::connect_local_socket(listener.path()).error_number, ECONNREFUSED);
  EXPECT_EQ(os::connect_local_socket(listener.path() + "x").error_number, ENOENT);
}

TEST(LocalSocket, refuses_paths_that_the_kernel_would_cut_off_or_misread) {
  EXPECT_EQ(os::connect_local_socket("").error_number, EINVAL);
  EXPECT_EQ(os::connect_local_socket(std::string_view("\0abstract", 9)).error_number, EINVAL);
  EXPECT_EQ(os::connect_local_socket(std::string(108, 'x')).error_number, ENAMETOOLONG);
  EXPECT_EQ(os::connect_local_socket(std::string(107, 'x')).error_number, ENOENT);
}

/** A datagram socket that is bound to a name, as a supervisor has one. */
class Mailbox {
 public:
  /** @param name '@' at its start stands for the zero of an abstract name. */
  explicit Mailbox(const std::string& name) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.data(), name.size());
    const bool is_abstract = name.front() == '@';
    if (is_abstract) address.sun_path[0] = '\0';
    const size_t bytes = offsetof(sockaddr_un, sun_path) + name.size() + (is_abstract ? 0 : 1);
    reader.reset(socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    EXPECT_EQ(bind(reader.get(), generic, static_cast<socklen_t>(bytes)), 0);
  }

  /** What came first and was not taken yet; empty when nothing waits. */
  std::string take() {
    char text[64];
    const ssize_t bytes = recv(reader.get(), text, sizeof text, 0);
    return bytes < 0 ? std::string() : std::string(text, static_cast<size_t>(bytes));
  }

  Descriptor reader;
};

std::string path_of(const char* name) {
  return std::filesystem::temp_directory_path() / (name + std::to_string(getpid()));
}

using os::Done;

Done send_text(const std::string& path, const std::string& text) {
  return os::send_datagram(path, std::as_bytes(std::span(text)));
}

TEST(Datagram, arrives_whole_and_one_by_one) {
  for (const std::string& name : {path_of("signalbox-datagram-"), "@" + path_of("abstract-")}) {
    Mailbox mailbox(name);
    const size_t before = open_descriptor_count();
    EXPECT_EQ(send_text(name, "READY=1").status, Status::kOk);
    EXPECT_EQ(send_text(name, "WATCHDOG=1").status, Status::kOk);
    EXPECT_EQ(open_descriptor_count(), before);
    EXPECT_EQ(mailbox.take(), "READY=1");
    EXPECT_EQ(mailbox.take(), "WATCHDOG=1");
    EXPECT_EQ(mailbox.take(), "");
    std::filesystem::remove(name);
  }
}

TEST(Datagram, does_not_wait_for_a_receiver_that_takes_nothing) {
  const std::string name = path_of("signalbox-full-");
  Mailbox mailbox(name);
  Done done;
  // The kernel holds some hundred datagrams at most (net.unix.max_dgram_qlen).
  for (int i = 0; i < 100'000 && done.status == Status::kOk; ++i) done = send_text(name, "x");
  EXPECT_EQ(done.status, Status::kWouldBlock);
  std::filesystem::remove(name);
}

TEST(Datagram, is_refused_where_nobody_is_or_the_name_is_none) {
  EXPECT_EQ(send_text(path_of("signalbox-nobody-"), "x").error_number, ENOENT);
  EXPECT_EQ(send_text("@" + path_of("nobody-"), "x").error_number, ECONNREFUSED);
  EXPECT_EQ(send_text("", "x").error_number, EINVAL);
  EXPECT_EQ(send_text(std::string("a\0b", 3), "x").error_number, EINVAL);
  EXPECT_EQ(send_text(std::string(108, 'x'), "x").error_number, ENAMETOOLONG);
}

}  // namespace
}  // namespace signalbox
