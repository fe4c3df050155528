// See loop_resource.h. Raw Node-API throughout: node-addon-api aborts the process when a call fails
// because a worker is being terminated, and from the event loop that happens.
#include "loop_resource.h"

#include <utility>

namespace signalbox::binding {

bool LoopResource::attach(const std::shared_ptr<LoopResource>& self) {
  if (napi_get_uv_event_loop(env_, &loop_) != napi_ok) return false;
  if (napi_add_async_cleanup_hook(env_, &LoopResource::on_environment_ends, this,
                                  &cleanup_hook_) != napi_ok) {
    return false;
  }
  self_ = self;
  phase_ = Phase::kOpen;
  return true;
}

void LoopResource::close() {
  if (phase_ != Phase::kOpen) return;
  phase_ = Phase::kClosing;
  close_handles();
  if (open_handle_count_ == 0) finish();
}

void LoopResource::handle_closed() {
  --open_handle_count_;
  if (open_handle_count_ == 0 && phase_ == Phase::kClosing) finish();
}

void LoopResource::finish() {
  phase_ = Phase::kFinished;
  // References first: removing the hook may end the environment.
  drop_references();
  static_cast<void>(napi_remove_async_cleanup_hook(cleanup_hook_));
  const std::shared_ptr<LoopResource> last = std::move(self_);
}

void LoopResource::on_environment_ends(napi_async_cleanup_hook_handle, void* resource) {
  static_cast<LoopResource*>(resource)->close();
}

CallOutcome LoopResource::call_from_loop(napi_ref function, napi_value* result,
                                         napi_value argument) {
  napi_value callee = nullptr;
  napi_value receiver = nullptr;
  if (napi_get_reference_value(env_, function, &callee) != napi_ok || callee == nullptr ||
      napi_get_global(env_, &receiver) != napi_ok) {
    return CallOutcome::kTornDown;
  }
  if (napi_make_callback(env_, nullptr, receiver, callee, argument == nullptr ? 0 : 1, &argument,
                         result) == napi_ok) {
    return CallOutcome::kReturned;
  }
  bool is_pending = false;
  napi_value exception = nullptr;
  if (napi_is_exception_pending(env_, &is_pending) != napi_ok || !is_pending ||
      napi_get_and_clear_last_exception(env_, &exception) != napi_ok) {
    return CallOutcome::kTornDown;
  }
  return report_exception(exception);
}

CallOutcome LoopResource::report_exception(napi_value exception) {
  // The termination of a worker shows up as an exception as well; there is nobody left to report it
  // to.
  if (!can_run_javascript()) return CallOutcome::kTornDown;
  return napi_fatal_exception(env_, exception) == napi_ok ? CallOutcome::kThrew
                                                          : CallOutcome::kTornDown;
}

bool LoopResource::can_run_javascript() const {
  // Node-API has no question for this; setting a property is the cheapest call that it refuses
  // then.
  napi_value object = nullptr;
  return napi_create_object(env_, &object) == napi_ok &&
         napi_set_named_property(env_, object, "probe", object) == napi_ok;
}

}  // namespace signalbox::binding
