// The duty cycle of a thread that reads rings: takes turns while there is work, looks on for a
// while, arms the bells, looks once more, sleeps.
//
//   doorbell rang ─┐                 ┌─ work > 0 ───────────────────── again, up to kRunNsMax
//   kick() ────────┼→ due → run: turn ─ 0 ─ spin ┬ news ────────────── again
//   rescue() ──────┘                 │           └ sockets ─── due, after the event loop had its turn
//                                    └─ arm bells, look once more ─ nothing → asleep
//
// Turns may leave out rings that are idle. They are told of each ring whose doorbell rang, and after
// a kick to look at every ring; so they are when there is news and two of them found nothing. While
// some rings are busy, the others keep their bells armed, so their producers ring; a busy run gives
// the thread's event loop its turn once in kRunNsMax, and there it hears them.
//
// What may be lost here is a wake-up: native/model/bell_model.cc takes this very code through every
// order of steps of its producers.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "crowding.h"
#include "ring_watch.h"
#include "spin_budget.h"

namespace signalbox {

/**
 * Longest run before sockets and timers get their turn. Bounds what a busy ring adds to their
 * latency.
 */
inline constexpr uint64_t kRunNsMax = 1'000'000;

/**
 * Spins in which it looks for sockets between any two looks at rings, after sockets had something.
 * Other spins look for them once, before sleeping: threads without busy sockets pay no more.
 */
inline constexpr uint32_t kEventSpins = 16;

/** Turns without work, though there are new records, after which a turn must look at every ring. */
inline constexpr uint32_t kVainTurnsMax = 2;

struct DutyCounters {
  /** Times that it began to run. */
  uint64_t wakes = 0;
  /** Calls of turn. */
  uint64_t turns = 0;
  /** Times that it looked on instead of sleeping at once, and how often that found something. */
  uint64_t spins = 0;
  uint64_t spin_hits = 0;
  /** Times that it fell asleep. */
  uint64_t sleeps = 0;
  /** Times that it found records which nobody had rung for. */
  uint64_t rescues = 0;
};

/** What a turn came to. kYield: run again, but let the event loop have its turn before. */
enum class Turn { kWorked, kIdle, kYield, kStop };

/**
 * One thread owns it.
 *
 * Host is what it needs of that thread:
 *   bool tell(uint32_t ring_id)     a ring has records, or room for those that wait; false: stop
 *   Turn turn(bool must_see_all)    handles records; may leave out idle rings unless it must not
 *   void call_soon()                lets run() be called after the event loop had its look
 *   bool wants_ring_ids()           false: tell() is not called, every turn after a ring sees all
 *   uint64_t now_ns()               a clock that never jumps
 *   bool has_events()               whether a socket or doorbell has something for the event loop
 *   void yield_core()               lets another thread have the core
 *   bool has_idle_core()            whether another core has nothing to do, as far as can be told
 *   void step_aside()               sleeps for some 60 us, to be given another core than this
 */
template <typename Host>
class DutyCycle {
 public:
  /** @param spin_ns_max longest look before sleeping, 0 for none. */
  DutyCycle(Host& host, uint64_t spin_ns_max) : host_(host), spin_budget_(spin_ns_max) {}
  DutyCycle(const DutyCycle&) = delete;
  DutyCycle& operator=(const DutyCycle&) = delete;

  /** Watches a ring, see RingWatch::add(); also while asleep. @returns its id. */
  uint32_t watch(const WatchedRing& ring) {
    const uint32_t id = rings_.add(ring);
    if (is_asleep_) {
      // Its producer does not know yet that this reader sleeps; what it published before is found
      // by the look.
      if (!rings_.arm_all()) kick();
    } else {
      ring.bell->store(0, std::memory_order_seq_cst);
    }
    return id;
  }

  /** @returns whether the id was watched. */
  bool unwatch(uint32_t id) { return rings_.remove(id); }

  /** Runs soon and looks at every ring; many kicks before that are one. */
  void kick() {
    must_see_all_ = true;
    make_due();
  }

  /** Runs soon, because of one ring. */
  void ring(uint32_t ring_id) {
    note_rung(ring_id);
    make_due();
  }

  /** The same for a doorbell that the event loop heard: it need not be told to look. 0: any ring. */
  void rang(uint32_t ring_id) {
    is_due_ = true;
    has_rung_ = true;
    note_rung(ring_id);
  }

  /** Falls asleep for the first time: arms all bells, and kicks if something is there already. */
  void arm() {
    // A run arms by itself when it ends.
    if (is_running_ || is_asleep_) return;
    is_asleep_ = true;
    if (!rings_.arm_all()) kick();
  }

  /** For a timer: wakes a sleeper that has records which nobody rang for. */
  void rescue() {
    if (!is_asleep_ || is_due_ || !rings_.any_ready()) return;
    ++counters_.rescues;
    kick();
  }

  /** Silences the bells; nothing is due any more. */
  void stop() {
    rings_.disarm_all();
    is_asleep_ = false;
    is_due_ = false;
  }

  /** Whether run() is to be called. */
  [[nodiscard]] bool is_due() const { return is_due_; }

  [[nodiscard]] const DutyCounters& counters() const { return counters_; }

  /** Takes turns until there is nothing left to do, or it is somebody else's turn. */
  void run() {
    is_due_ = false;
    is_running_ = true;
    ++counters_.wakes;
    const uint64_t begin_ns = host_.now_ns();
    const uint64_t deadline_ns = begin_ns + kRunNsMax;
    const bool has_rung = std::exchange(has_rung_, false);
    const bool is_after_events = std::exchange(is_after_events_, false);
    if (std::exchange(is_asleep_, false) || is_after_events) {
      // What sockets and timers bring no spin would have seen.
      spin_budget_.slept(has_rung ? begin_ns - dry_ns_ : kNever);
      if (is_after_events && !has_rung) event_spins_ = kEventSpins;
    }
    bool must_see_all = std::exchange(must_see_all_, false);
    if (must_see_all) rings_.rouse_busy();
    if (rings_.settle()) must_see_all = true;
    uint32_t vain_turns = 0;
    while (tell_rung()) {
      // What such a turn leaves lying it leaves on purpose.
      if (must_see_all) static_cast<void>(rings_.any_ready());
      ++counters_.turns;
      const Turn turn = host_.turn(must_see_all);
      must_see_all = false;
      if (turn == Turn::kStop) break;
      if (turn == Turn::kYield || host_.now_ns() >= deadline_ns) {
        make_due();
        break;
      }
      if (turn == Turn::kWorked) {
        vain_turns = 0;
        continue;
      }
      // Kicked by the turn itself: that run comes after the event loop had its look at sockets and
      // timers.
      if (is_due_) break;
      if (rings_.has_news()) {
        // Most likely a busy ring got it after the turn had looked there; if not, the next turn
        // looks at all.
        must_see_all = ++vain_turns >= kVainTurnsMax;
        continue;
      }
      vain_turns = 0;
      if (spin()) {
        if (is_due_) break;  // to sockets first, with the bells silent
        must_see_all = std::exchange(must_see_all_, false);
        continue;
      }
      if (rings_.arm_all()) {
        is_asleep_ = true;
        ++counters_.sleeps;
        break;
      }
    }
    is_running_ = false;
  }

 private:
  static constexpr uint64_t kNever = ~uint64_t{0};

  /** Makes a run due, without sleeping before. */
  void make_due() {
    is_due_ = true;
    host_.call_soon();
  }

  /** Looks at a ring in the next run; 0: at every one. */
  void note_rung(uint32_t ring_id) {
    if (ring_id == 0 || !host_.wants_ring_ids()) {
      must_see_all_ = true;
    } else if (std::find(rung_.begin(), rung_.end(), ring_id) == rung_.end()) {
      rung_.push_back(ring_id);
    }
  }

  /** Tells of all that rang. @returns false when nothing may be called any more. */
  bool tell_rung() {
    if (rung_.empty()) return true;
    telling_.swap(rung_);
    for (const uint32_t ring_id : telling_) {
      rings_.rouse(ring_id);
      if (!host_.tell(ring_id)) return false;
    }
    telling_.clear();
    return true;
  }

  /** Looks on for a while. @returns whether something came; what is not in a ring made a run due. */
  bool spin() {
    const uint64_t budget_ns = spin_budget_.ns();
    if (budget_ns == 0 || rings_.size() == 0) return false;
    ++counters_.spins;
    uint64_t now_ns = host_.now_ns();
    dry_ns_ = now_ns;
    const uint64_t deadline_ns = now_ns + budget_ns;
    const bool sees_events = event_spins_ > 0;
    if (sees_events) --event_spins_;
    do {
      const uint32_t armed_id = rings_.armed_news();
      if (armed_id != 0) note_rung(armed_id);
      if (armed_id != 0 || rings_.has_news()) {
        ++counters_.spin_hits;
        spin_budget_.hit();
        return true;
      }
      if (sees_events && host_.has_events()) return leave_to_events();
      // Without it, the process that it waits for may get no core: measured 3.9 M → 0.15 M calls/s
      // on two cores.
      host_.yield_core();
      const uint64_t before_ns = std::exchange(now_ns, host_.now_ns());
      // Whatever came meanwhile does not keep it here: a busy core always has something.
      if (crowding_.yielded(now_ns - before_ns, [this] { return host_.has_idle_core(); })) {
        host_.step_aside();
        now_ns = host_.now_ns(); // not lost to others
      }
    } while (now_ns < deadline_ns);
    return host_.has_events() && leave_to_events();
  }

  /** Lets the event loop have its turn, instead of sleeping with armed bells. @returns true. */
  bool leave_to_events() {
    ++counters_.spin_hits;
    is_after_events_ = true;
    make_due();
    return true;
  }

  Host& host_;
  RingWatch rings_;
  SpinBudget spin_budget_;
  /** When the last spin began. */
  uint64_t dry_ns_ = 0;
  Crowding crowding_;
  DutyCounters counters_;
  /** Whoever kicked may mean a ring that has long been idle, or room for what waits. */
  bool must_see_all_ = false;
  bool is_due_ = false;
  bool is_asleep_ = false;
  bool is_running_ = false;
  /** Spins that still look for sockets between any two looks at rings. */
  uint32_t event_spins_ = 0;
  /** The last run ended for what the event loop had. */
  bool is_after_events_ = false;
  /** A doorbell rang since the last run. */
  bool has_rung_ = false;
  /** Rings to tell of, each once. */
  std::vector<uint32_t> rung_;
  std::vector<uint32_t> telling_;
};

}  // namespace signalbox
