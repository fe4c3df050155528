// Calls a JavaScript function whenever a descriptor is readable: the socket over which two
// processes meet.
#pragma once

#include <node_api.h>
#include <uv.h>

#include <memory>

#include "../core/status.h"
#include "loop_resource.h"

namespace signalbox::binding {

class DescriptorWatch final : public LoopResource {
 public:
  /**
   * Watches a descriptor of its own for the same open file, so the caller may close its; a socket's
   * other side sees the end when both are closed. Keeps the process alive until close() or
   * set_ref(false).
   *
   * @param error_number the kernel's number, with kSystemError.
   */
  static Status open(napi_env env, int descriptor, napi_value on_readable,
                     std::shared_ptr<DescriptorWatch>* watch, int* error_number);

  /** Prefer open(). */
  explicit DescriptorWatch(napi_env env) : LoopResource(env) {}

  void set_ref(bool is_ref);

 private:
  static void on_readable(uv_poll_t* handle, int status, int events);
  static void on_closed(uv_handle_t* handle);

  void close_handles() override;
  void drop_references() override;

  uv_poll_t handle_{};
  int descriptor_ = -1;
  napi_ref on_readable_ = nullptr;
};

}  // namespace signalbox::binding
