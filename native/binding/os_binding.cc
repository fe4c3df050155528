// The operating system's calls as JavaScript functions. See os.h for what each does.
#include <span>
#include <string>

#include "../os/os.h"
#include "arguments.h"
#include "os_binding.h"

namespace signalbox::binding {
namespace {

std::string call_text(const char* name, int64_t value) {
  return std::string(name) + "(" + std::to_string(value) + ")";
}

/** Leaves an exception when a call did not end well. */
void throw_unless_ok(Napi::Env env, const char* name, int64_t value, os::Done done) {
  if (done.status != Status::kOk) {
    throw_status(env, call_text(name, value), done.status, done.error_number);
  }
}

/** A descriptor as a number, or an exception. */
Napi::Value descriptor_or_throw(Napi::Env env, const std::string& call,
                                const os::Outcome<int>& outcome) {
  if (outcome.status == Status::kOk) return Napi::Number::New(env, outcome.value);
  throw_status(env, call, outcome.status, outcome.error_number);
  return env.Undefined();
}

Napi::Value supported(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), os::is_supported());
}

Napi::Value segment_create(const Napi::CallbackInfo& info) {
  int64_t bytes = 0;
  if (!read_integer(info, 0, "segmentCreate(): bytes", 1,
                    static_cast<int64_t>(os::kMemoryFileBytesMax), &bytes)) {
    return info.Env().Undefined();
  }
  return descriptor_or_throw(info.Env(), call_text("segmentCreate", bytes),
                             os::create_memory_file(static_cast<uint64_t>(bytes)));
}

Napi::Value descriptor_close(const Napi::CallbackInfo& info) {
  int descriptor = -1;
  if (!read_descriptor(info, 0, "descriptorClose(): fd", &descriptor)) {
    return info.Env().Undefined();
  }
  throw_unless_ok(info.Env(), "descriptorClose", descriptor, os::close_descriptor(descriptor));
  return info.Env().Undefined();
}

Napi::Value doorbell_create(const Napi::CallbackInfo& info) {
  const auto outcome = os::create_doorbell();
  if (outcome.status != Status::kOk) {
    throw_status(info.Env(), "doorbellCreate()", outcome.status, outcome.error_number);
    return info.Env().Undefined();
  }
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("reader", Napi::Number::New(info.Env(), outcome.value.reader));
  result.Set("writer", Napi::Number::New(info.Env(), outcome.value.writer));
  return result;
}

Napi::Value doorbell_ring(const Napi::CallbackInfo& info) {
  int descriptor = -1;
  if (!read_descriptor(info, 0, "doorbellRing(): writer", &descriptor)) {
    return info.Env().Undefined();
  }
  throw_unless_ok(info.Env(), "doorbellRing", descriptor, os::ring_doorbell(descriptor));
  return info.Env().Undefined();
}

Napi::Value doorbell_wait(const Napi::CallbackInfo& info) {
  int descriptor = -1;
  int64_t timeout_ms = 0;
  if (!read_descriptor(info, 0, "doorbellWait(): reader", &descriptor) ||
      !read_integer(info, 1, "doorbellWait(): timeoutMs", 0, 0x7fff'ffff, &timeout_ms)) {
    return info.Env().Undefined();
  }
  const auto outcome = os::wait_for_doorbell(descriptor, static_cast<int>(timeout_ms));
  if (outcome.status != Status::kOk) {
    throw_status(info.Env(), call_text("doorbellWait", descriptor), outcome.status,
                 outcome.error_number);
    return info.Env().Undefined();
  }
  return Napi::Boolean::New(info.Env(), outcome.value);
}

Napi::Value pipe_connect(const Napi::CallbackInfo& info) {
  if (!info[0].IsString()) {
    throw_type_error(info.Env(), "pipeConnect(): path", "must be a string");
    return info.Env().Undefined();
  }
  const std::string path = info[0].As<Napi::String>().Utf8Value();
  return descriptor_or_throw(info.Env(), "pipeConnect('" + path + "')",
                             os::connect_local_socket(path));
}

Napi::Value pipe_pair(const Napi::CallbackInfo& info) {
  const auto outcome = os::create_local_sockets();
  if (outcome.status != Status::kOk) {
    throw_status(info.Env(), "pipePair()", outcome.status, outcome.error_number);
    return info.Env().Undefined();
  }
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("left", Napi::Number::New(info.Env(), outcome.value.left));
  result.Set("right", Napi::Number::New(info.Env(), outcome.value.right));
  return result;
}

/** Reads an array of up to kPassedDescriptorsMax descriptors. */
bool read_descriptors(const Napi::CallbackInfo& info, size_t index, int* descriptors,
                      size_t* count) {
  constexpr char kRule[] = "must be an array of at most 48 descriptors";
  static_assert(os::kPassedDescriptorsMax == 48, "the rule names the bound");
  uint32_t length = 0;
  if (napi_get_array_length(info.Env(), info[index], &length) != napi_ok ||
      length > os::kPassedDescriptorsMax) {
    throw_type_error(info.Env(), "pipeSend(): fds", kRule);
    return false;
  }
  for (uint32_t i = 0; i < length; ++i) {
    napi_value element = nullptr;
    double number = -1;
    // A getter of the array may throw; then that exception stands.
    if (napi_get_element(info.Env(), info[index], i, &element) != napi_ok) return false;
    if (napi_get_value_double(info.Env(), element, &number) != napi_ok || !(number >= 0) ||
        number > static_cast<double>(kDescriptorMax)) {
      throw_type_error(info.Env(), "pipeSend(): fds", kRule);
      return false;
    }
    descriptors[i] = static_cast<int>(number);
  }
  *count = length;
  return true;
}

Napi::Value pipe_send(const Napi::CallbackInfo& info) {
  int descriptor = -1;
  View bytes;
  int passed[os::kPassedDescriptorsMax];
  size_t passed_count = 0;
  // The bytes last: a getter in the array of descriptors could detach their buffer.
  if (!read_descriptor(info, 0, "pipeSend(): fd", &descriptor) ||
      !read_descriptors(info, 2, passed, &passed_count) ||
      !read_view(info, 1, "pipeSend(): bytes", napi_uint8_array, &bytes)) {
    return info.Env().Undefined();
  }
  if (bytes.bytes == 0) {
    throw_range_error(info.Env(), "pipeSend(): bytes", "must not be empty");
    return info.Env().Undefined();
  }
  const auto outcome =
      os::send_message(descriptor, {bytes.data, bytes.bytes}, {passed, passed_count});
  if (outcome.status == Status::kWouldBlock) return Napi::Number::New(info.Env(), 0);
  if (outcome.status != Status::kOk) {
    throw_status(info.Env(), call_text("pipeSend", descriptor), outcome.status,
                 outcome.error_number);
    return info.Env().Undefined();
  }
  return Napi::Number::New(info.Env(), static_cast<double>(outcome.value));
}

Napi::Value pipe_receive(const Napi::CallbackInfo& info) {
  int descriptor = -1;
  View target;
  if (!read_descriptor(info, 0, "pipeReceive(): fd", &descriptor) ||
      !read_view(info, 1, "pipeReceive(): target", napi_uint8_array, &target)) {
    return info.Env().Undefined();
  }
  if (target.bytes == 0) {
    throw_range_error(info.Env(), "pipeReceive(): target", "must not be empty");
    return info.Env().Undefined();
  }
  const auto outcome = os::receive_message(descriptor, {target.data, target.bytes});
  if (outcome.status == Status::kWouldBlock) return info.Env().Null();
  if (outcome.status != Status::kOk) {
    throw_status(info.Env(), call_text("pipeReceive", descriptor), outcome.status,
                 outcome.error_number);
    return info.Env().Undefined();
  }
  const os::Received& received = outcome.value;
  Napi::Array descriptors = Napi::Array::New(info.Env(), received.descriptor_count);
  for (uint32_t i = 0; i < received.descriptor_count; ++i) {
    descriptors.Set(i, Napi::Number::New(info.Env(), received.descriptors[i]));
  }
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("bytes", Napi::Number::New(info.Env(), static_cast<double>(received.bytes)));
  result.Set("fds", descriptors);
  return result;
}

Napi::Value datagram_send(const Napi::CallbackInfo& info) {
  View bytes;
  if (!info[0].IsString()) {
    throw_type_error(info.Env(), "datagramSend(): path", "must be a string");
    return info.Env().Undefined();
  }
  if (!read_view(info, 1, "datagramSend(): bytes", napi_uint8_array, &bytes)) {
    return info.Env().Undefined();
  }
  const std::string path = info[0].As<Napi::String>().Utf8Value();
  const auto done = os::send_datagram(path, {bytes.data, bytes.bytes});
  if (done.status == Status::kWouldBlock) return Napi::Boolean::New(info.Env(), false);
  if (done.status != Status::kOk) {
    throw_status(info.Env(), "datagramSend('" + path + "')", done.status, done.error_number);
    return info.Env().Undefined();
  }
  return Napi::Boolean::New(info.Env(), true);
}

Napi::Value peer_credentials(const Napi::CallbackInfo& info) {
  int descriptor = -1;
  if (!read_descriptor(info, 0, "peerCredentials(): fd", &descriptor)) {
    return info.Env().Undefined();
  }
  const auto outcome = os::peer_credentials(descriptor);
  if (outcome.status != Status::kOk) {
    throw_status(info.Env(), call_text("peerCredentials", descriptor), outcome.status,
                 outcome.error_number);
    return info.Env().Undefined();
  }
  Napi::Object result = Napi::Object::New(info.Env());
  result.Set("pid", Napi::Number::New(info.Env(), static_cast<double>(outcome.value.pid)));
  result.Set("uid", Napi::Number::New(info.Env(), static_cast<double>(outcome.value.uid)));
  result.Set("gid", Napi::Number::New(info.Env(), static_cast<double>(outcome.value.gid)));
  return result;
}

Napi::Value memory_trim(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), os::trim_memory());
}

}  // namespace

void define_os_functions(Napi::Env env, Napi::Object exports) {
  exports.Set("supported", Napi::Function::New<supported>(env, "supported"));
  exports.Set("segmentCreate", Napi::Function::New<segment_create>(env, "segmentCreate"));
  exports.Set("descriptorClose", Napi::Function::New<descriptor_close>(env, "descriptorClose"));
  exports.Set("doorbellCreate", Napi::Function::New<doorbell_create>(env, "doorbellCreate"));
  exports.Set("doorbellRing", Napi::Function::New<doorbell_ring>(env, "doorbellRing"));
  exports.Set("doorbellWait", Napi::Function::New<doorbell_wait>(env, "doorbellWait"));
  exports.Set("pipeConnect", Napi::Function::New<pipe_connect>(env, "pipeConnect"));
  exports.Set("pipePair", Napi::Function::New<pipe_pair>(env, "pipePair"));
  exports.Set("pipeSend", Napi::Function::New<pipe_send>(env, "pipeSend"));
  exports.Set("pipeReceive", Napi::Function::New<pipe_receive>(env, "pipeReceive"));
  exports.Set("datagramSend", Napi::Function::New<datagram_send>(env, "datagramSend"));
  exports.Set("memoryTrim", Napi::Function::New<memory_trim>(env, "memoryTrim"));
  exports.Set("peerCredentials", Napi::Function::New<peer_credentials>(env, "peerCredentials"));
}

}  // namespace signalbox::binding
