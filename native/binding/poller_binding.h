// class Poller and class DescriptorWatch as JavaScript sees them: they check arguments and pass on.
// An open one is kept alive by itself, like a timer, until close() or the environment's end.
#pragma once

#include <napi.h>

#include <memory>

#include "descriptor_watch.h"
#include "poller.h"

namespace signalbox::binding {

/** new Poller(turn, spinUsMax). */
class PollerBinding : public Napi::ObjectWrap<PollerBinding> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit PollerBinding(const Napi::CallbackInfo& info);

 private:
  Napi::Value add_doorbell(const Napi::CallbackInfo& info);
  Napi::Value remove_doorbell(const Napi::CallbackInfo& info);
  Napi::Value watch(const Napi::CallbackInfo& info);
  Napi::Value unwatch(const Napi::CallbackInfo& info);
  Napi::Value kick(const Napi::CallbackInfo& info);
  Napi::Value ring(const Napi::CallbackInfo& info);
  Napi::Value arm(const Napi::CallbackInfo& info);
  Napi::Value ref(const Napi::CallbackInfo& info);
  Napi::Value unref(const Napi::CallbackInfo& info);
  Napi::Value counters(const Napi::CallbackInfo& info);
  Napi::Value close(const Napi::CallbackInfo& info);

  std::shared_ptr<Poller> poller_;
};

/** new DescriptorWatch(fd, onReadable). */
class DescriptorWatchBinding : public Napi::ObjectWrap<DescriptorWatchBinding> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit DescriptorWatchBinding(const Napi::CallbackInfo& info);

 private:
  Napi::Value ref(const Napi::CallbackInfo& info);
  Napi::Value unref(const Napi::CallbackInfo& info);
  Napi::Value close(const Napi::CallbackInfo& info);

  std::shared_ptr<DescriptorWatch> watch_;
};

}  // namespace signalbox::binding
