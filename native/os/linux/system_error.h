// Turns errno into outcomes. Linux only.
#pragma once

#include <cerrno>

#include "../os.h"

namespace signalbox::os {

/** The last system call's error. Call at once: the next call overwrites it. */
template <typename Result>
Result system_error() {
  Result result;
  result.status = Status::kSystemError;
  result.error_number = errno;
  return result;
}

/** Ends a call that gives 0 or -1. */
inline Done done_if_zero(int returned) {
  return returned == 0 ? Done{} : system_error<Done>();
}

}  // namespace signalbox::os
