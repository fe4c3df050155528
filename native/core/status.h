// Outcomes of the native core: one name per cause. Nothing in core/ or os/ throws.
#pragma once

#include <cstdint>

namespace signalbox {

enum class [[nodiscard]] Status : uint8_t {
  kOk = 0,
  /** A ring has no room: try again after its reader rang. */
  kFull,
  /** The end was closed by its owner: do not retry. */
  kClosed,
  /** More bytes than a record may have: the caller's mistake. */
  kTooLong,
  /** Shared memory holds nonsense: close the link. */
  kCorrupt,
  /** The descriptor has nothing now, or takes nothing now: wait until it is ready. */
  kWouldBlock,
  /** The other side of a socket is gone. */
  kEnded,
  /** A memory file could still shrink or grow, so that mapping it could crash this process. */
  kUnsealed,
  /** A memory file has another size than was agreed. */
  kWrongSize,
  /** The kernel cut off descriptors of a message; those that came were closed. */
  kTruncated,
  /** This operating system has no such call yet. */
  kUnsupported,
  /** The kernel refused; the error number stands beside this status. */
  kSystemError,
};

}  // namespace signalbox
