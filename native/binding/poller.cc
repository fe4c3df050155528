// See poller.h.
#include "poller.h"

#include <algorithm>
#include <utility>

#include "../os/os.h"

namespace signalbox::binding {

std::shared_ptr<Poller> Poller::open(napi_env env, napi_value turn, napi_value on_rung,
                                     uint64_t spin_us_max) {
  auto poller = std::make_shared<Poller>(env, os::core_count() > 1 ? spin_us_max : 0);
  if (napi_create_reference(env, turn, 1, &poller->turn_) != napi_ok) return nullptr;
  if ((on_rung != nullptr &&
       napi_create_reference(env, on_rung, 1, &poller->on_rung_) != napi_ok) ||
      !poller->attach(poller)) {
    poller->drop_callbacks();
    return nullptr;
  }
  poller->start_handles();
  return poller;
}

Poller::Poller(napi_env env, uint64_t spin_us_max)
    : LoopResource(env), cycle_(*this, spin_us_max * 1'000) {}

void Poller::start_handles() {
  // None of these calls can fail on a fresh handle.
  static_cast<void>(uv_idle_init(loop(), &idle_));
  static_cast<void>(uv_check_init(loop(), &check_));
  static_cast<void>(uv_timer_init(loop(), &rescue_));
  idle_.data = check_.data = rescue_.data = this;
  for (int i = 0; i < 3; ++i) handle_opened();
  static_cast<void>(uv_check_start(&check_, &Poller::on_check));
  static_cast<void>(uv_timer_start(&rescue_, &Poller::on_rescue, kRescueMs, kRescueMs));
  uv_unref(reinterpret_cast<uv_handle_t*>(&idle_));
  uv_unref(reinterpret_cast<uv_handle_t*>(&check_));
  uv_unref(reinterpret_cast<uv_handle_t*>(&rescue_));
}

Status Poller::add_doorbell(int descriptor, uint32_t ring_id, uint32_t* id, int* error_number) {
  // A descriptor of our own: libuv aborts when one that it polls is closed under it.
  const auto duplicate = os::duplicate_descriptor(descriptor);
  if (duplicate.status != Status::kOk) {
    *error_number = duplicate.error_number;
    return duplicate.status;
  }
  auto* const doorbell = new Doorbell{{}, this, duplicate.value, next_doorbell_id_, ring_id};
  const int failed = uv_poll_init(loop(), &doorbell->handle, duplicate.value);
  if (failed != 0) {
    static_cast<void>(os::close_descriptor(duplicate.value));
    delete doorbell;
    *error_number = -failed;
    return Status::kSystemError;
  }
  doorbell->handle.data = doorbell;
  handle_opened();
  uv_unref(reinterpret_cast<uv_handle_t*>(&doorbell->handle));
  static_cast<void>(uv_poll_start(&doorbell->handle, UV_READABLE, &Poller::on_doorbell));
  doorbells_.push_back(doorbell);
  *id = next_doorbell_id_++;
  return Status::kOk;
}

bool Poller::remove_doorbell(uint32_t id) {
  const auto found = std::find_if(doorbells_.begin(), doorbells_.end(),
                                  [id](const Doorbell* doorbell) { return doorbell->id == id; });
  if (found == doorbells_.end()) return false;
  uv_close(reinterpret_cast<uv_handle_t*>(&(*found)->handle), &Poller::on_doorbell_closed);
  doorbells_.erase(found);
  return true;
}

uint32_t Poller::watch(const WatchedRing& ring, napi_ref array,
                       std::shared_ptr<MappedRegion> region) {
  const uint32_t id = cycle_.watch(ring);
  holds_.emplace(id, Hold{array, std::move(region)});
  return id;
}

bool Poller::unwatch(uint32_t id) {
  // The ring first: it touches the memory that the hold keeps mapped.
  if (!cycle_.unwatch(id)) return false;
  const auto hold = holds_.find(id);
  static_cast<void>(napi_delete_reference(env(), hold->second.array));
  holds_.erase(hold);
  return true;
}

void Poller::kick() {
  if (is_open()) cycle_.kick();
}

void Poller::ring(uint32_t ring_id) {
  if (is_open()) cycle_.ring(ring_id);
}

void Poller::arm() {
  if (is_open()) cycle_.arm();
}

void Poller::call_soon() {
  // An active idle handle keeps the poll phase from blocking; the check phase behind it runs.
  static_cast<void>(uv_idle_start(&idle_, [](uv_idle_t*) {}));
}

uint64_t Poller::now_ns() { return os::monotonic_ns(); }

bool Poller::has_events() const {
  // libuv waits for all of a loop's descriptors by way of this one; without it there are no looks.
  const int descriptor = uv_backend_fd(loop());
  return descriptor >= 0 && os::is_readable(descriptor);
}

void Poller::yield_core() { os::yield_core(); }

bool Poller::has_idle_core() { return os::has_idle_core(); }

void Poller::step_aside() { os::step_aside(); }

void Poller::set_ref(bool is_ref) {
  if (!is_open()) return;
  // The timer is always active, so it alone decides.
  auto* const handle = reinterpret_cast<uv_handle_t*>(&rescue_);
  is_ref ? uv_ref(handle) : uv_unref(handle);
}

void Poller::on_doorbell(uv_poll_t* handle, int status, int) {
  auto* const doorbell = static_cast<Doorbell*>(handle->data);
  const auto drained = os::drain_doorbell(doorbell->descriptor);
  if (drained.status != Status::kOk || !drained.value) {
    // Nobody can ring any more, and such a descriptor is readable for ever: a peer that closed its
    // end must not keep this thread busy.
    static_cast<void>(uv_poll_stop(handle));
  } else if (status < 0) {
    // libuv stops a handle that reports an error; it is started again, so that one broken look does
    // not make it deaf.
    static_cast<void>(uv_poll_start(handle, UV_READABLE, &Poller::on_doorbell));
  }
  doorbell->owner->cycle_.rang(doorbell->ring_id);
}

void Poller::on_check(uv_check_t* handle) {
  auto* const poller = static_cast<Poller*>(handle->data);
  if (!poller->cycle_.is_due()) return;
  static_cast<void>(uv_idle_stop(&poller->idle_));
  poller->cycle_.run();
}

void Poller::on_rescue(uv_timer_t* handle) { static_cast<Poller*>(handle->data)->cycle_.rescue(); }

bool Poller::tell(uint32_t ring_id) {
  const HandleScope scope(env());
  napi_value argument = nullptr;
  napi_value result = nullptr;
  return scope.is_open() && napi_create_uint32(env(), ring_id, &argument) == napi_ok &&
         call_from_loop(on_rung_, &result, argument) != CallOutcome::kTornDown && is_open();
}

Turn Poller::turn(bool must_see_all) {
  const HandleScope scope(env());
  if (!scope.is_open()) return Turn::kStop;
  napi_value argument = nullptr;
  if (napi_get_boolean(env(), must_see_all, &argument) != napi_ok) return Turn::kStop;
  napi_value result = nullptr;
  const CallOutcome outcome = call_from_loop(turn_, &result, argument);
  // turn may have closed this poller; the object itself stays until the loop has closed its
  // handles.
  if (outcome == CallOutcome::kTornDown || !is_open()) return Turn::kStop;
  if (outcome == CallOutcome::kThrew) return Turn::kYield;
  double work = 0;
  if (napi_get_value_double(env(), result, &work) == napi_ok) {
    return work > 0 ? Turn::kWorked : Turn::kIdle;
  }
  napi_value text = nullptr;
  napi_value error = nullptr;
  constexpr char kText[] = "Poller: turn must return how much work it did, as a number";
  if (napi_create_string_utf8(env(), kText, sizeof kText - 1, &text) != napi_ok ||
      napi_create_type_error(env(), nullptr, text, &error) != napi_ok) {
    return Turn::kStop;
  }
  return report_exception(error) == CallOutcome::kThrew ? Turn::kYield : Turn::kStop;
}

void Poller::close_handles() {
  cycle_.stop();
  for (Doorbell* const doorbell : doorbells_) {
    uv_close(reinterpret_cast<uv_handle_t*>(&doorbell->handle), &Poller::on_doorbell_closed);
  }
  doorbells_.clear();
  uv_close(reinterpret_cast<uv_handle_t*>(&idle_), &Poller::on_own_handle_closed);
  uv_close(reinterpret_cast<uv_handle_t*>(&check_), &Poller::on_own_handle_closed);
  uv_close(reinterpret_cast<uv_handle_t*>(&rescue_), &Poller::on_own_handle_closed);
}

void Poller::on_own_handle_closed(uv_handle_t* handle) {
  static_cast<Poller*>(handle->data)->handle_closed();
}

void Poller::on_doorbell_closed(uv_handle_t* handle) {
  auto* const doorbell = static_cast<Doorbell*>(handle->data);
  Poller* const owner = doorbell->owner;
  static_cast<void>(os::close_descriptor(doorbell->descriptor));
  delete doorbell;
  owner->handle_closed();
}

void Poller::drop_references() {
  for (auto& [id, hold] : holds_) static_cast<void>(napi_delete_reference(env(), hold.array));
  holds_.clear();
  drop_callbacks();
}

void Poller::drop_callbacks() {
  static_cast<void>(napi_delete_reference(env(), turn_));
  if (on_rung_ != nullptr) static_cast<void>(napi_delete_reference(env(), on_rung_));
}

}  // namespace signalbox::binding
