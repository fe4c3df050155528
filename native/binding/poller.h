// The duty cycle of one thread (core/duty_cycle.h) on the event loop of its environment: sleeps in the
// loop, wakes by doorbell or kick, and calls `turn` in JavaScript until there is nothing left to do.
// One environment's thread owns it.
//
// Doorbells only note that they rang; the check phase, which follows the poll phase in the same
// loop iteration, runs once for all of them.
#pragma once

#include <node_api.h>
#include <uv.h>

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "../core/duty_cycle.h"
#include "../core/status.h"
#include "loop_resource.h"
#include "mapping.h"

namespace signalbox::binding {

/**
 * Between two looks of a sleeper that nobody woke: bounds the stall after a peer died between
 * disarming and ringing.
 */
inline constexpr uint64_t kRescueMs = 500;

class Poller final : public LoopResource {
 public:
  /**
   * @param turn called with whether it must look at every ring; otherwise it may leave out those
   *   that it holds for idle. Returns the amount of work it did; 0 lets the poller rest.
   * @param on_rung called with the id of each ring that ring() named or whose doorbell rang, before
   *   the next turn; nullptr: that turn must look at every ring.
   * @param spin_us_max longest look before sleeping, 0 for none; there is none either where only
   *   one core may be used.
   * @returns nullptr when the environment refuses.
   */
  static std::shared_ptr<Poller> open(napi_env env, napi_value turn, napi_value on_rung,
                                      uint64_t spin_us_max);

  /** Prefer open(). */
  Poller(napi_env env, uint64_t spin_us_max);

  /**
   * Wakes when the doorbell rings. Watches a descriptor of its own for the same doorbell, so the
   * caller may close its.
   * @param ring_id the ring that it rings for; 0: any.
   * @param error_number the kernel's number, with kSystemError.
   */
  Status add_doorbell(int descriptor, uint32_t ring_id, uint32_t* id, int* error_number);
  [[nodiscard]] bool remove_doorbell(uint32_t id);

  /** Watches a ring whose words stay valid as long as `array` and `region` are held. */
  uint32_t watch(const WatchedRing& ring, napi_ref array, std::shared_ptr<MappedRegion> region);
  [[nodiscard]] bool unwatch(uint32_t id);

  /** Runs soon, from the event loop, and looks at every ring; many kicks before that are one. */
  void kick();

  /** Runs soon, from the event loop, because of one ring. */
  void ring(uint32_t ring_id);

  /** Falls asleep for the first time: arms all bells, and kicks if something is there already. */
  void arm();

  /** Whether an open poller keeps the process alive. Off at first. */
  void set_ref(bool is_ref);

  [[nodiscard]] const DutyCounters& counters() const { return cycle_.counters(); }

  // What the cycle needs; see DutyCycle.
  bool tell(uint32_t ring_id);
  Turn turn(bool must_see_all);
  void call_soon();
  [[nodiscard]] bool wants_ring_ids() const { return on_rung_ != nullptr; }
  static uint64_t now_ns();
  [[nodiscard]] bool has_events() const;
  static void yield_core();
  static bool has_idle_core();
  static void step_aside();

 private:
  struct Doorbell {
    uv_poll_t handle;
    Poller* owner;
    int descriptor;
    uint32_t id;
    uint32_t ring_id;
  };
  /** What keeps the words of a watched ring valid. */
  struct Hold {
    napi_ref array;
    std::shared_ptr<MappedRegion> region;
  };

  static void on_doorbell(uv_poll_t* handle, int status, int events);
  static void on_check(uv_check_t* handle);
  static void on_rescue(uv_timer_t* handle);
  static void on_own_handle_closed(uv_handle_t* handle);
  static void on_doorbell_closed(uv_handle_t* handle);

  void close_handles() override;
  void drop_references() override;
  void drop_callbacks();

  void start_handles();

  DutyCycle<Poller> cycle_;
  std::unordered_map<uint32_t, Hold> holds_;
  std::vector<Doorbell*> doorbells_;
  uint32_t next_doorbell_id_ = 1;
  napi_ref turn_ = nullptr;
  napi_ref on_rung_ = nullptr;
  uv_idle_t idle_{};
  uv_check_t check_{};
  uv_timer_t rescue_{};
};

}  // namespace signalbox::binding
