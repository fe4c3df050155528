// See poller_binding.h.
#include "poller_binding.h"

#include <string>
#include <utility>

#include "arguments.h"

namespace signalbox::binding {
namespace {

constexpr int64_t kIdMax = 0xffff'ffff;
constexpr int64_t kSpinUsMaxMax = 1'000'000;

std::atomic<uint32_t>* word_at(const View& view, int64_t index) {
  return reinterpret_cast<std::atomic<uint32_t>*>(view.data) + index;
}

/** Leaves an exception and gives false when the poller was closed. */
bool is_open_or_throw(const Napi::CallbackInfo& info, const Poller& poller, const char* call) {
  if (poller.is_open()) return true;
  throw_code(info.Env(), call, "EBADF", "the poller is closed");
  return false;
}

}  // namespace

Napi::Function PollerBinding::define(Napi::Env env) {
  return DefineClass(env, "Poller",
                     {
                         InstanceMethod<&PollerBinding::add_doorbell>("addDoorbell"),
                         InstanceMethod<&PollerBinding::remove_doorbell>("removeDoorbell"),
                         InstanceMethod<&PollerBinding::watch>("watch"),
                         InstanceMethod<&PollerBinding::unwatch>("unwatch"),
                         InstanceMethod<&PollerBinding::kick>("kick"),
                         InstanceMethod<&PollerBinding::ring>("ring"),
                         InstanceMethod<&PollerBinding::arm>("arm"),
                         InstanceMethod<&PollerBinding::ref>("ref"),
                         InstanceMethod<&PollerBinding::unref>("unref"),
                         InstanceMethod<&PollerBinding::counters>("counters"),
                         InstanceMethod<&PollerBinding::close>("close"),
                     });
}

PollerBinding::PollerBinding(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<PollerBinding>(info) {
  if (!info[0].IsFunction()) {
    throw_type_error(info.Env(), "Poller(): turn", "must be a function");
    return;
  }
  int64_t spin_us_max = 0;
  if (!read_integer(info, 1, "Poller(): spinUsMax", 0, kSpinUsMaxMax, &spin_us_max)) return;
  const bool has_on_rung = !info[2].IsUndefined();
  if (has_on_rung && !info[2].IsFunction()) {
    throw_type_error(info.Env(), "Poller(): onRung", "must be a function or left out");
    return;
  }
  poller_ = Poller::open(info.Env(), info[0], has_on_rung ? napi_value(info[2]) : nullptr,
                         static_cast<uint64_t>(spin_us_max));
  if (poller_ == nullptr) {
    throw_code(info.Env(), "Poller()", "ECANCELED", "the environment is ending");
    return;
  }
  Ref();
}

Napi::Value PollerBinding::add_doorbell(const Napi::CallbackInfo& info) {
  int descriptor = -1;
  if (!is_open_or_throw(info, *poller_, "Poller.addDoorbell()") ||
      !read_descriptor(info, 0, "Poller.addDoorbell(): reader", &descriptor)) {
    return info.Env().Undefined();
  }
  int64_t ring_id = 0;
  if (!info[1].IsUndefined() &&
      !read_integer(info, 1, "Poller.addDoorbell(): ringId", 0, kIdMax, &ring_id)) {
    return info.Env().Undefined();
  }
  uint32_t id = 0;
  int error_number = 0;
  const Status status =
      poller_->add_doorbell(descriptor, static_cast<uint32_t>(ring_id), &id, &error_number);
  if (status != Status::kOk) {
    throw_status(info.Env(), "Poller.addDoorbell(" + std::to_string(descriptor) + ")", status,
                 error_number);
    return info.Env().Undefined();
  }
  return Napi::Number::New(info.Env(), id);
}

Napi::Value PollerBinding::remove_doorbell(const Napi::CallbackInfo& info) {
  int64_t id = 0;
  if (!read_integer(info, 0, "Poller.removeDoorbell(): id", 1, kIdMax, &id)) {
    return info.Env().Undefined();
  }
  return Napi::Boolean::New(info.Env(), poller_->remove_doorbell(static_cast<uint32_t>(id)));
}

Napi::Value PollerBinding::watch(const Napi::CallbackInfo& info) {
  View words;
  if (!is_open_or_throw(info, *poller_, "Poller.watch()") ||
      !read_view(info, 0, "Poller.watch(): words", napi_int32_array, &words)) {
    return info.Env().Undefined();
  }
  const int64_t index_max = static_cast<int64_t>(words.bytes / sizeof(uint32_t)) - 1;
  int64_t tail = 0;
  int64_t head = 0;
  int64_t bell = 0;
  if (!read_integer(info, 1, "Poller.watch(): tailIndex", 0, index_max, &tail) ||
      !read_integer(info, 2, "Poller.watch(): headIndex", 0, index_max, &head) ||
      !read_integer(info, 3, "Poller.watch(): bellIndex", 0, index_max, &bell)) {
    return info.Env().Undefined();
  }
  // Words are looked at while no JavaScript runs, so their memory must not go away behind a
  // reference to the array, as that of an ordinary ArrayBuffer does when it is transferred.
  auto region = info.Env().GetInstanceData<EnvironmentState>()->regions->find(words.data);
  if (region == nullptr && !words.is_shared) {
    throw_type_error(info.Env(), "Poller.watch(): words",
                     "must be a view of a Mapping's buffer or of a SharedArrayBuffer");
    return info.Env().Undefined();
  }
  napi_ref array = nullptr;
  if (napi_create_reference(info.Env(), info[0], 1, &array) != napi_ok) {
    throw_code(info.Env(), "Poller.watch()", "ECANCELED", "the environment is ending");
    return info.Env().Undefined();
  }
  const uint32_t id =
      poller_->watch({word_at(words, tail), word_at(words, head), word_at(words, bell)}, array,
                     std::move(region));
  return Napi::Number::New(info.Env(), id);
}

Napi::Value PollerBinding::unwatch(const Napi::CallbackInfo& info) {
  int64_t id = 0;
  if (!read_integer(info, 0, "Poller.unwatch(): id", 1, kIdMax, &id)) {
    return info.Env().Undefined();
  }
  // A closed poller lets go of its rings by itself, when the loop has closed its handles.
  const bool was_watched = poller_->is_open() && poller_->unwatch(static_cast<uint32_t>(id));
  return Napi::Boolean::New(info.Env(), was_watched);
}

Napi::Value PollerBinding::ring(const Napi::CallbackInfo& info) {
  int64_t ring_id = 0;
  if (read_integer(info, 0, "Poller.ring(): ringId", 1, kIdMax, &ring_id)) {
    poller_->ring(static_cast<uint32_t>(ring_id));
  }
  return info.Env().Undefined();
}

Napi::Value PollerBinding::kick(const Napi::CallbackInfo& info) {
  poller_->kick();
  return info.Env().Undefined();
}

Napi::Value PollerBinding::arm(const Napi::CallbackInfo& info) {
  poller_->arm();
  return info.Env().Undefined();
}

Napi::Value PollerBinding::ref(const Napi::CallbackInfo& info) {
  poller_->set_ref(true);
  return info.Env().Undefined();
}

Napi::Value PollerBinding::unref(const Napi::CallbackInfo& info) {
  poller_->set_ref(false);
  return info.Env().Undefined();
}

Napi::Value PollerBinding::counters(const Napi::CallbackInfo& info) {
  const DutyCounters& counters = poller_->counters();
  const std::pair<const char*, uint64_t> fields[] = {
      {"wakes", counters.wakes},   {"turns", counters.turns},
      {"spins", counters.spins},   {"spinHits", counters.spin_hits},
      {"sleeps", counters.sleeps}, {"rescues", counters.rescues},
  };
  Napi::Object object = Napi::Object::New(info.Env());
  for (const auto& [name, value] : fields) {
    object.Set(name, Napi::Number::New(info.Env(), static_cast<double>(value)));
  }
  return object;
}

Napi::Value PollerBinding::close(const Napi::CallbackInfo& info) {
  if (poller_->is_open()) {
    poller_->close();
    Unref();
  }
  return info.Env().Undefined();
}

Napi::Function DescriptorWatchBinding::define(Napi::Env env) {
  return DefineClass(env, "DescriptorWatch",
                     {
                         InstanceMethod<&DescriptorWatchBinding::ref>("ref"),
                         InstanceMethod<&DescriptorWatchBinding::unref>("unref"),
                         InstanceMethod<&DescriptorWatchBinding::close>("close"),
                     });
}

DescriptorWatchBinding::DescriptorWatchBinding(const Napi::CallbackInfo& info)
    : Napi::ObjectWrap<DescriptorWatchBinding>(info) {
  int descriptor = -1;
  if (!read_descriptor(info, 0, "DescriptorWatch(): fd", &descriptor)) return;
  if (!info[1].IsFunction()) {
    throw_type_error(info.Env(), "DescriptorWatch(): onReadable", "must be a function");
    return;
  }
  int error_number = 0;
  const Status status =
      DescriptorWatch::open(info.Env(), descriptor, info[1], &watch_, &error_number);
  if (status != Status::kOk) {
    throw_status(info.Env(), "DescriptorWatch(" + std::to_string(descriptor) + ")", status,
                 error_number);
    return;
  }
  Ref();
}

Napi::Value DescriptorWatchBinding::ref(const Napi::CallbackInfo& info) {
  watch_->set_ref(true);
  return info.Env().Undefined();
}

Napi::Value DescriptorWatchBinding::unref(const Napi::CallbackInfo& info) {
  watch_->set_ref(false);
  return info.Env().Undefined();
}

Napi::Value DescriptorWatchBinding::close(const Napi::CallbackInfo& info) {
  if (watch_->is_open()) {
    watch_->close();
    Unref();
  }
  return info.Env().Undefined();
}

}  // namespace signalbox::binding
