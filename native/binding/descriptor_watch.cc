// See descriptor_watch.h.
#include "descriptor_watch.h"

#include <cerrno>
#include <utility>

#include "../os/os.h"

namespace signalbox::binding {

Status DescriptorWatch::open(napi_env env, int descriptor, napi_value on_readable,
                             std::shared_ptr<DescriptorWatch>* watch, int* error_number) {
  // A descriptor of our own: libuv aborts when one that it polls is closed under it.
  const auto duplicate = os::duplicate_descriptor(descriptor);
  if (duplicate.status != Status::kOk) {
    *error_number = duplicate.error_number;
    return duplicate.status;
  }
  auto opened = std::make_shared<DescriptorWatch>(env);
  opened->descriptor_ = duplicate.value;
  if (napi_create_reference(env, on_readable, 1, &opened->on_readable_) != napi_ok ||
      !opened->attach(opened)) {
    // The environment is ending and frees the reference itself.
    static_cast<void>(os::close_descriptor(duplicate.value));
    *error_number = ECANCELED;
    return Status::kSystemError;
  }
  const int failed = uv_poll_init(opened->loop(), &opened->handle_, duplicate.value);
  if (failed != 0) {
    static_cast<void>(os::close_descriptor(duplicate.value));
    opened->descriptor_ = -1;
    opened->close();
    *error_number = -failed;
    return Status::kSystemError;
  }
  opened->handle_.data = opened.get();
  opened->handle_opened();
  static_cast<void>(
      uv_poll_start(&opened->handle_, UV_READABLE, &DescriptorWatch::on_readable));
  *watch = std::move(opened);
  return Status::kOk;
}

void DescriptorWatch::set_ref(bool is_ref) {
  if (!is_open()) return;
  auto* const handle = reinterpret_cast<uv_handle_t*>(&handle_);
  is_ref ? uv_ref(handle) : uv_unref(handle);
}

void DescriptorWatch::on_readable(uv_poll_t* handle, int, int) {
  // An error, too, is told: libuv has stopped watching then, and the function finds the cause when
  // it receives.
  auto* const watch = static_cast<DescriptorWatch*>(handle->data);
  const HandleScope scope(watch->env());
  if (!scope.is_open()) return;
  napi_value result = nullptr;
  // What it returned does not matter, and an exception was handed to the process.
  static_cast<void>(watch->call_from_loop(watch->on_readable_, &result));
}

void DescriptorWatch::close_handles() {
  // Not yet there when opening failed half-way.
  if (descriptor_ < 0) return;
  uv_close(reinterpret_cast<uv_handle_t*>(&handle_), &DescriptorWatch::on_closed);
}

void DescriptorWatch::on_closed(uv_handle_t* handle) {
  auto* const watch = static_cast<DescriptorWatch*>(handle->data);
  static_cast<void>(os::close_descriptor(watch->descriptor_));
  watch->handle_closed();
}

void DescriptorWatch::drop_references() {
  static_cast<void>(napi_delete_reference(env(), on_readable_));
}

}  // namespace signalbox::binding
