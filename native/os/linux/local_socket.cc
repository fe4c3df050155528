// Local sockets (AF_UNIX): streams that pass descriptors, and single datagrams.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "system_error.h"

namespace signalbox::os {
namespace {

/** Room for the control message that carries descriptors. */
struct alignas(cmsghdr) ControlBuffer {
  char bytes[CMSG_SPACE(kPassedDescriptorsMax * sizeof(int))];
};

/** Moves the descriptors of one control message to the result; those beyond its room are closed. */
void take_descriptors(const cmsghdr* control, Received* received) {
  const size_t count = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
  const unsigned char* const data = CMSG_DATA(control);
  for (size_t i = 0; i < count; ++i) {
    int descriptor = -1;
    std::memcpy(&descriptor, data + i * sizeof(int), sizeof(int));
    if (received->descriptor_count < kPassedDescriptorsMax) {
      received->descriptors[received->descriptor_count++] = descriptor;
    } else {
      close(descriptor);
    }
  }
}

Done connect_to(int descriptor, const sockaddr_un& address) {
  for (;;) {
    const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
    if (connect(descriptor, generic, sizeof address) == 0) return {};
    if (errno != EINTR) return system_error<Done>();
  }
}

}  // namespace

Outcome<int> connect_local_socket(std::string_view path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  // A path without its final zero would be cut off by other programs, and an empty one means no
  // file at all.
  if (path.size() >= sizeof address.sun_path) return {Status::kSystemError, ENAMETOOLONG, -1};
  if (path.empty() || path.find('\0') != std::string_view::npos) {
    return {Status::kSystemError, EINVAL, -1};
  }
  std::copy(path.begin(), path.end(), address.sun_path);
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return system_error<Outcome<int>>();
  const Done done = connect_to(descriptor, address);
  if (done.status != Status::kOk) {
    close(descriptor);
    return {done.status, done.error_number, -1};
  }
  return {Status::kOk, 0, descriptor};
}

Outcome<SocketPair> create_local_sockets() {
  int ends[2] = {-1, -1};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0) {
    return system_error<Outcome<SocketPair>>();
  }
  return {Status::kOk, 0, {ends[0], ends[1]}};
}

Outcome<PeerCredentials> peer_credentials(int descriptor) {
  ucred credentials{};
  socklen_t bytes = sizeof credentials;
  if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &bytes) != 0) {
    return system_error<Outcome<PeerCredentials>>();
  }
  return {Status::kOk, 0, {credentials.pid, credentials.uid, credentials.gid}};
}

Outcome<size_t> send_message(int descriptor, std::span<const std::byte> bytes,
                             std::span<const int> descriptors) {
  if (bytes.empty() || descriptors.size() > kPassedDescriptorsMax) {
    return {Status::kSystemError, EINVAL, 0};
  }
  iovec body{const_cast<std::byte*>(bytes.data()), bytes.size()};
  ControlBuffer control{};
  msghdr message{};
  message.msg_iov = &body;
  message.msg_iovlen = 1;
  if (!descriptors.empty()) {
    message.msg_control = control.bytes;
    message.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(descriptors.size_bytes());
    std::memcpy(CMSG_DATA(header), descriptors.data(), descriptors.size_bytes());
  }
  for (;;) {
    const ssize_t sent = sendmsg(descriptor, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) return {Status::kOk, 0, static_cast<size_t>(sent)};
    if (errno == EINTR) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK) return {Status::kWouldBlock, 0, 0};
    if (errno == EPIPE) return {Status::kEnded, EPIPE, 0};
    return system_error<Outcome<size_t>>();
  }
}

Outcome<Received> receive_message(int descriptor, std::span<std::byte> target) {
  if (target.empty()) return {Status::kSystemError, EINVAL, {}};
  iovec body{target.data(), target.size()};
  ControlBuffer control{};
  msghdr message{};
  message.msg_iov = &body;
  message.msg_iovlen = 1;
  message.msg_control = control.bytes;
  message.msg_controllen = sizeof control.bytes;
  ssize_t taken = -1;
  do {
    taken = recvmsg(descriptor, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
  } while (taken < 0 && errno == EINTR);
  if (taken < 0) {
    if (errno == EAGAIN || errno == EWOULDBLOCK) return {Status::kWouldBlock, 0, {}};
    return system_error<Outcome<Received>>();
  }
  Outcome<Received> outcome;
  outcome.value.bytes = static_cast<size_t>(taken);
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr;
       header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
      take_descriptors(header, &outcome.value);
    }
  }
  if ((message.msg_flags & MSG_CTRUNC) != 0) {
    for (size_t i = 0; i < outcome.value.descriptor_count; ++i) close(outcome.value.descriptors[i]);
    return {Status::kTruncated, 0, {}};
  }
  return outcome;
}

Done send_datagram(std::string_view path, std::span<const std::byte> bytes) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return {Status::kSystemError, ENAMETOOLONG};
  if (path.empty() || path.find('\0') != std::string_view::npos) {
    return {Status::kSystemError, EINVAL};
  }
  std::copy(path.begin(), path.end(), address.sun_path);
  socklen_t address_bytes = sizeof address;
  if (path.front() == '@') {
    // An abstract name begins with a zero, and its length counts: no zero ends it.
    address.sun_path[0] = '\0';
    address_bytes = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  }
  const int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return system_error<Done>();
  const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
  Done done;
  ssize_t sent = -1;
  do {
    sent = sendto(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL, generic, address_bytes);
  } while (sent < 0 && errno == EINTR);
  if (sent < 0) {
    done = errno == EAGAIN || errno == EWOULDBLOCK ? Done{Status::kWouldBlock, 0}
                                                   : system_error<Done>();
  }
  close(descriptor);
  return done;
}

}  // namespace signalbox::os
