// The duty cycle of one thread: sleeps in the event loop, wakes by doorbell or kick, and calls
// `turn` until there is nothing left to do. One environment's thread owns it.
//
//   doorbell readable ─┐                     ┌─ work > 0 ──────────────── again, up to kRunNsMax
//   kick() ────────────┼→ check phase → run: turn() ─ 0 ─ spin ─ news ─── again
//   rescue timer ──────┘                     └─ arm bells, look once more ─ nothing → asleep
//
// Turns may leave out rings that are idle. They are told of each ring whose doorbell rang, and after
// a kick to look at every ring; so they are when there is news and two of them found nothing. While
// some rings are busy, the others keep their bells armed, so their producers ring; a busy run gives
// the event loop its turn once in kRunNsMax, and there it hears them.
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

#include "../core/ring_watch.h"
#include "../core/crowding.h"
#include "../core/spin_budget.h"
#include "../core/status.h"
#include "loop_resource.h"
#include "mapping.h"

namespace signalbox::binding {

/**
 * Longest run before sockets and timers get their turn. Bounds what a busy ring adds to their
 * latency.
 */
inline constexpr uint64_t kRunNsMax = 1'000'000;

/** Turns without work, though there are new records, after which a turn must look at every ring. */
inline constexpr uint32_t kVainTurnsMax = 2;

/**
 * Between two looks of a sleeper that nobody woke: bounds the stall after a peer died between
 * disarming and ringing.
 */
inline constexpr uint64_t kRescueMs = 500;

struct PollerCounters {
  /** Times that it began to run. */
  uint64_t wakes = 0;
  /** Calls of turn. */
  uint64_t turns = 0;
  /** Times that it looked on instead of sleeping at once, and how often that found records. */
  uint64_t spins = 0;
  uint64_t spin_hits = 0;
  /** Times that it fell asleep. */
  uint64_t sleeps = 0;
  /** Times that it found records which nobody had rung for. */
  uint64_t rescues = 0;
};

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

  [[nodiscard]] const PollerCounters& counters() const { return counters_; }

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
  enum class Turn { kWorked, kIdle, kYield, kStop };

  static void on_doorbell(uv_poll_t* handle, int status, int events);
  static void on_check(uv_check_t* handle);
  static void on_rescue(uv_timer_t* handle);
  static void on_own_handle_closed(uv_handle_t* handle);
  static void on_doorbell_closed(uv_handle_t* handle);

  void close_handles() override;
  void drop_references() override;
  void drop_callbacks();

  void start_handles();
  void run();
  /** Runs in the next check phase, without sleeping before. */
  void make_due();
  /** Looks at a ring in the next run; 0: at every one. */
  void note_rung(uint32_t ring_id);
  /** Tells of all that rang. @returns false when nothing may be called any more. */
  bool tell_rung();
  Turn turn_once(bool must_see_all);
  bool spin();

  RingWatch rings_;
  std::unordered_map<uint32_t, Hold> holds_;
  std::vector<Doorbell*> doorbells_;
  uint32_t next_doorbell_id_ = 1;
  SpinBudget spin_budget_;
  Crowding crowding_;
  PollerCounters counters_;
  napi_ref turn_ = nullptr;
  napi_ref on_rung_ = nullptr;
  uv_idle_t idle_{};
  uv_check_t check_{};
  uv_timer_t rescue_{};
  /** A run is due in the next check phase. */
  bool is_due_ = false;
  /** Whoever kicked may mean a ring that has long been idle, or room for what waits. */
  bool must_see_all_ = false;
  /** Rings to tell of, each once. */
  std::vector<uint32_t> rung_;
  std::vector<uint32_t> telling_;
  bool is_asleep_ = false;
  bool is_running_ = false;
};

}  // namespace signalbox::binding
