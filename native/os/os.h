// What signalbox needs from the operating system. One implementation is linked: os/linux, or
// os/unsupported, where every call gives kUnsupported. No call throws; no call keeps state of its
// own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "../core/status.h"

namespace signalbox::os {

/** Descriptors that one message over a local socket may carry. */
inline constexpr size_t kPassedDescriptorsMax = 48;

/** Most bytes of a memory file: a mistaken size must not take the machine's memory. */
inline constexpr uint64_t kMemoryFileBytesMax = uint64_t{1} << 30;

/** A value, or the reason why there is none. */
template <typename Value>
struct [[nodiscard]] Outcome {
  Status status = Status::kOk;
  /** With kSystemError: the kernel's error number. Else 0. */
  int error_number = 0;
  Value value{};
};

/** The same, where there is nothing to hand back. */
struct [[nodiscard]] Done {
  Status status = Status::kOk;
  int error_number = 0;
};

/** Whether this build can map memory of other processes and ring their doorbells. */
bool is_supported();

// Memory files: anonymous shared memory. No name, so nothing is left behind by a crash.

/**
 * Creates a zeroed memory file, sealed so that nobody can shrink or grow it any more: a peer that
 * could shrink it could kill every process that has it mapped (SIGBUS).
 *
 * @param bytes 1 … kMemoryFileBytesMax.
 * @returns its descriptor, closed on exec.
 */
Outcome<int> create_memory_file(uint64_t bytes);

/**
 * Maps a memory file, readable and writable.
 *
 * @param expected_bytes what was agreed on. Another size gives kWrongSize, and a file without the
 *   seals kUnsealed: both before anything is mapped.
 */
Outcome<std::span<std::byte>> map_memory_file(int descriptor, uint64_t expected_bytes);

/** Ends a mapping. Nothing may touch the memory afterwards. */
Done unmap_memory(std::span<std::byte> memory);

// Doorbells: wake a thread that sleeps in its event loop or in wait_for_doorbell().
//
// Two ends, because each end is an open file of its own: whoever holds one can change the flags of
// that end only. If both sides held the same open file, a hostile peer could clear O_NONBLOCK there
// and make the other side wait for ever in what must never wait. One doorbell for each link and
// direction keeps rings that a peer adds or takes away between the two.

/** Both ends of a doorbell: one is kept, the other given away. */
struct Doorbell {
  /** For drain_doorbell(), wait_for_doorbell() and an event loop. */
  int reader = -1;
  /** For ring_doorbell(). */
  int writer = -1;
};

/** @returns the descriptors of a new doorbell, non-blocking, closed on exec. */
Outcome<Doorbell> create_doorbell();

/**
 * Rings. Never waits. Many rings before a drain are one. Ringing one that is already full, or whose
 * reader is closed, is kOk; for the latter the process must ignore SIGPIPE, as Node does.
 */
Done ring_doorbell(int writer);

/**
 * Takes rings back, so that the reader is no longer readable; never waits. A peer that rings
 * without end may leave some: then the reader stays readable.
 *
 * @returns whether somebody can still ring. If not (all writers are closed), the reader stays
 *   readable for ever: do not watch it any longer.
 */
Outcome<bool> drain_doorbell(int reader);

/**
 * Blocks the calling thread until the doorbell rings, and drains it.
 *
 * @param timeout_ms 0 … 2^31-1 milliseconds.
 * @returns whether it rang in time. kEnded when nobody can ring any more.
 */
Outcome<bool> wait_for_doorbell(int reader, int timeout_ms);

// Local sockets: where two processes meet and pass descriptors.

/** Connects to a listening stream socket. @returns its descriptor, non-blocking, closed on exec. */
Outcome<int> connect_local_socket(std::string_view path);

/** Both ends of a connection inside this process. */
struct SocketPair {
  int left = -1;
  int right = -1;
};

/** @returns two stream sockets that are connected with each other, non-blocking, closed on exec. */
Outcome<SocketPair> create_local_sockets();

/** Who sits at the other end, by the kernel's word, at the time it connected. */
struct PeerCredentials {
  int64_t pid = 0;
  int64_t uid = 0;
  int64_t gid = 0;
};
Outcome<PeerCredentials> peer_credentials(int descriptor);

/**
 * Sends bytes and descriptors in one message, never waits, never raises a signal.
 *
 * @param bytes at least one; the descriptors travel with the first.
 * @param descriptors up to kPassedDescriptorsMax; they stay open here.
 * @returns bytes taken, ≥ 1: if fewer than all, all descriptors went, send the rest without.
 *   kWouldBlock: nothing went.
 */
Outcome<size_t> send_message(int descriptor, std::span<const std::byte> bytes,
                             std::span<const int> descriptors);

/** What receive_message() found. */
struct Received {
  /** 0: the other side closed. */
  size_t bytes = 0;
  /** The caller's now, closed on exec. */
  int descriptors[kPassedDescriptorsMax] = {};
  size_t descriptor_count = 0;
};

/**
 * Receives what waits, never blocks.
 *
 * @param target at least one byte.
 * @returns kOk, kWouldBlock when nothing waits, or kTruncated when more descriptors came than fit:
 *   those that did come were closed, and the connection is not to be trusted any more.
 */
Outcome<Received> receive_message(int descriptor, std::span<std::byte> target);

/**
 * Sends one datagram to a local socket, never waits. What a supervisor is told goes this way.
 *
 * @param path of the socket; one that begins with '@' has no file (Linux's abstract names).
 * @returns kWouldBlock when the receiver's queue is full.
 */
Done send_datagram(std::string_view path, std::span<const std::byte> bytes);

// Descriptors, cores, memory and time.

/** Closes a descriptor. */
Done close_descriptor(int descriptor);

/** @returns a second descriptor of the same open file, closed on exec. */
Outcome<int> duplicate_descriptor(int descriptor);

/** Whether a descriptor has something to read at this moment. */
bool is_readable(int descriptor);

/** Cores that this process may use, at least 1. */
int core_count();

/** Lets another thread have the core. */
void yield_core();

/**
 * Whether a core is idle while the asking thread shares its own: no more threads run, or want to, than
 * this process may use cores. Takes some microseconds. True where it cannot be told; a process that
 * may not use all cores of a busy machine is told false.
 */
bool has_idle_core();

/**
 * Sleeps for the shortest time that there is, some 60 us: a thread that wakes is given an idle core if
 * there is one, one that yields is not.
 */
void step_aside();

/**
 * Gives memory that was freed back to the system, as far as the allocator has kept it; takes
 * milliseconds. @returns whether there was any; false where the allocator cannot.
 */
bool trim_memory();

/** Nanoseconds of a clock that never jumps. */
uint64_t monotonic_ns();

}  // namespace signalbox::os
