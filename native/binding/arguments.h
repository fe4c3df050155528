// Checks what JavaScript passes in, and turns outcomes into JavaScript errors. Nothing here throws
// in C++: each function leaves a pending JavaScript exception and gives false, and its caller
// returns at once.
#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>

#include "../core/status.h"

namespace signalbox::binding {

/**
 * Least descriptor that is taken: the three standard streams belong to the program, not to a link.
 */
inline constexpr int64_t kDescriptorMin = 3;
inline constexpr int64_t kDescriptorMax = 0x7fff'ffff;

/**
 * Reads an argument that must be an integer of min … max. `what` names call and argument, as
 * 'watch(): tailIndex'.
 */
[[nodiscard]] bool read_integer(const Napi::CallbackInfo& info, size_t index, const char* what,
                                int64_t min, int64_t max, int64_t* value);

/** Reads an argument that must be a descriptor other than a standard stream. */
[[nodiscard]] bool read_descriptor(const Napi::CallbackInfo& info, size_t index, const char* what,
                                   int* descriptor);

/** The memory of a typed array, valid until JavaScript runs again. */
struct View {
  std::byte* data = nullptr;
  size_t bytes = 0;
  /** Whether it lies in a SharedArrayBuffer, which can neither be detached nor shrink. */
  bool is_shared = false;
};

/** Reads an argument that must be a typed array of the given kind. */
[[nodiscard]] bool read_view(const Napi::CallbackInfo& info, size_t index, const char* what,
                             napi_typedarray_type type, View* view);

/** Throws a TypeError or RangeError: `${what} ${rule}`. */
void throw_type_error(Napi::Env env, const char* what, const char* rule);
void throw_range_error(Napi::Env env, const char* what, const char* rule);

/**
 * Throws an Error whose `code` is the kernel's name for the cause (ENOENT, ECONNREFUSED, …) and
 * whose message says which call failed on which value.
 *
 * @param call as 'doorbellRing(7)'.
 */
void throw_status(Napi::Env env, const std::string& call, Status status, int error_number);

/** Throws an Error with that code: `${call}: ${text} (${code})`. */
void throw_code(Napi::Env env, const std::string& call, const char* code, const char* text);

}  // namespace signalbox::binding
