// See arguments.h.
#include "arguments.h"

#include <uv.h>

#include <cmath>
#include <cstdio>
#include <string>

namespace signalbox::binding {

bool read_integer(const Napi::CallbackInfo& info, size_t index, const char* what, int64_t min,
                  int64_t max, int64_t* value) {
  const std::string rule =
      "must be an integer from " + std::to_string(min) + " to " + std::to_string(max);
  double number = 0;
  if (napi_get_value_double(info.Env(), info[index], &number) != napi_ok) {
    throw_type_error(info.Env(), what, rule.c_str());
    return false;
  }
  // Written so that NaN fails too.
  const bool is_inside =
      number >= static_cast<double>(min) && number <= static_cast<double>(max);
  if (!is_inside || std::floor(number) != number) {
    char shown[32];
    static_cast<void>(std::snprintf(shown, sizeof shown, "%.15g", number));
    throw_range_error(info.Env(), what, (rule + ", but is " + shown).c_str());
    return false;
  }
  *value = static_cast<int64_t>(number);
  return true;
}

bool read_descriptor(const Napi::CallbackInfo& info, size_t index, const char* what,
                     int* descriptor) {
  int64_t value = 0;
  if (!read_integer(info, index, what, kDescriptorMin, kDescriptorMax, &value)) return false;
  *descriptor = static_cast<int>(value);
  return true;
}

bool read_view(const Napi::CallbackInfo& info, size_t index, const char* what,
               napi_typedarray_type type, View* view) {
  napi_typedarray_type found = napi_int8_array;
  size_t length = 0;
  void* data = nullptr;
  napi_value buffer = nullptr;
  const napi_status status = napi_get_typedarray_info(info.Env(), info[index], &found, &length,
                                                      &data, &buffer, nullptr);
  if (status != napi_ok || found != type) {
    throw_type_error(info.Env(), what,
                     type == napi_int32_array ? "must be an Int32Array" : "must be a Uint8Array");
    return false;
  }
  bool is_array_buffer = true;
  if (napi_is_arraybuffer(info.Env(), buffer, &is_array_buffer) != napi_ok) {
    throw_type_error(info.Env(), what, "must have a buffer");
    return false;
  }
  view->data = static_cast<std::byte*>(data);
  view->bytes = length * (type == napi_int32_array ? sizeof(int32_t) : sizeof(uint8_t));
  view->is_shared = !is_array_buffer;
  return true;
}

void throw_type_error(Napi::Env env, const char* what, const char* rule) {
  Napi::TypeError::New(env, std::string(what) + " " + rule).ThrowAsJavaScriptException();
}

void throw_range_error(Napi::Env env, const char* what, const char* rule) {
  Napi::RangeError::New(env, std::string(what) + " " + rule).ThrowAsJavaScriptException();
}

void throw_code(Napi::Env env, const std::string& call, const char* code, const char* text) {
  const Napi::Error error = Napi::Error::New(env, call + ": " + text + " (" + code + ")");
  // Raw, because an environment that is being torn down refuses, and that is no reason to abort.
  napi_value code_text = nullptr;
  if (napi_create_string_utf8(env, code, NAPI_AUTO_LENGTH, &code_text) == napi_ok) {
    static_cast<void>(napi_set_named_property(env, error.Value(), "code", code_text));
  }
  error.ThrowAsJavaScriptException();
}

void throw_status(Napi::Env env, const std::string& call, Status status, int error_number) {
  switch (status) {
    case Status::kSystemError:
    case Status::kEnded: {
      const int uv_error = uv_translate_sys_error(error_number);
      return throw_code(env, call, uv_err_name(uv_error), uv_strerror(uv_error));
    }
    case Status::kUnsealed:
      return throw_code(env, call, "EPERM", "the file is not sealed against shrinking and growing");
    case Status::kWrongSize:
      return throw_code(env, call, "EINVAL", "the memory file does not have this size");
    case Status::kTruncated:
      return throw_code(env, call, "EMSGSIZE", "the message carried too many descriptors");
    case Status::kWouldBlock:
      return throw_code(env, call, "EAGAIN", "not ready");
    case Status::kUnsupported:
      return throw_code(env, call, "ENOTSUP", "not supported on this operating system");
    case Status::kCorrupt:
      return throw_code(env, call, "EBADMSG", "the memory holds nonsense");
    case Status::kOk:
    case Status::kFull:
    case Status::kClosed:
    case Status::kTooLong:
      break;
  }
  throw_code(env, call, "EINVAL", "unexpected outcome");
}

}  // namespace signalbox::binding
