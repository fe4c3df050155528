// What lives on an environment's event loop: libuv handles, their orderly end, and calls into
// JavaScript.
//
// Life: attach() → open → close() → the loop closes every handle → finish. An environment that ends
// (a worker is terminated, process.exit in a worker) calls close() through a cleanup hook and waits
// for finish; without it libuv aborts the process, because a loop with open handles cannot be
// deleted.
#pragma once

#include <node_api.h>
#include <uv.h>

#include <cstddef>
#include <memory>

namespace signalbox::binding {

/** How a call into JavaScript ended. */
enum class CallOutcome {
  kReturned,
  /** It threw; the exception was handed to the process ('uncaughtException'). */
  kThrew,
  /** The environment runs no JavaScript any more: it is being torn down. */
  kTornDown,
};

class LoopResource {
 public:
  virtual ~LoopResource() = default;
  LoopResource(const LoopResource&) = delete;
  LoopResource& operator=(const LoopResource&) = delete;

  /**
   * Starts the end. Idempotent; safe in the middle of any callback. Nothing calls JavaScript
   * afterwards.
   */
  void close();

  [[nodiscard]] bool is_open() const { return phase_ == Phase::kOpen; }

 protected:
  explicit LoopResource(napi_env env) : env_(env) {}

  /**
   * Joins the environment's loop; `self` keeps the resource alive until finish. @returns false when
   * refused.
   */
  [[nodiscard]] bool attach(const std::shared_ptr<LoopResource>& self);

  /** Each initialised handle is counted in, and counted out by its close callback. */
  void handle_opened() { ++open_handle_count_; }
  void handle_closed();

  /** Called once by close(): uv_close for every handle. */
  virtual void close_handles() = 0;

  /** Called once when all handles are closed: lets go of JavaScript values. */
  virtual void drop_references() = 0;

  /**
   * Calls a JavaScript function from a loop callback. Promise jobs and process.nextTick have run
   * when it returns. The caller has a handle scope open.
   *
   * @param result the function's value, with kReturned.
   * @param argument its only argument; nullptr for none.
   */
  CallOutcome call_from_loop(napi_ref function, napi_value* result, napi_value argument = nullptr);

  /** Hands an exception to the process, as if a callback of Node's own had thrown it. */
  CallOutcome report_exception(napi_value exception);

  napi_env env() const { return env_; }
  uv_loop_t* loop() const { return loop_; }

 private:
  enum class Phase { kNew, kOpen, kClosing, kFinished };

  static void on_environment_ends(napi_async_cleanup_hook_handle, void* resource);
  [[nodiscard]] bool can_run_javascript() const;
  void finish();

  const napi_env env_;
  uv_loop_t* loop_ = nullptr;
  napi_async_cleanup_hook_handle cleanup_hook_ = nullptr;
  std::shared_ptr<LoopResource> self_;
  size_t open_handle_count_ = 0;
  Phase phase_ = Phase::kNew;
};

/** A handle scope for the length of a C++ scope. */
class HandleScope {
 public:
  explicit HandleScope(napi_env env) : env_(env) {
    if (napi_open_handle_scope(env, &scope_) != napi_ok) scope_ = nullptr;
  }
  ~HandleScope() {
    if (scope_ != nullptr) static_cast<void>(napi_close_handle_scope(env_, scope_));
  }
  HandleScope(const HandleScope&) = delete;
  HandleScope& operator=(const HandleScope&) = delete;

  [[nodiscard]] bool is_open() const { return scope_ != nullptr; }

 private:
  const napi_env env_;
  napi_handle_scope scope_ = nullptr;
};

}  // namespace signalbox::binding
