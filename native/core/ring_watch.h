// The rings that one sleeper reads: looks at all of them before it sleeps, and keeps their bells.
//
// Going to sleep without losing a wake-up is Dekker's pattern; each side writes its own word, then
// reads the other's:
//
//   reader    arm_all(): bell = 1     then read every tail               nothing new → sleep
//   producer  publish(): tail = new   then read the bell                  armed → 0, ring
//
// All four accesses are sequentially consistent, so at least one side sees the other: either the
// reader finds the records, or the producer finds the bell. With release and acquire alone both may
// miss.
//
// A producer killed between turning the bell to 0 and ringing leaves a sleeper with a bell at 0.
// Whoever notices a death rings the readers which that peer could have disarmed, and sleepers look
// again at bounded intervals.
//
// A ring whose bell is armed needs no look: whoever publishes there rings. So a reader that is awake
// keeps the bells of quiet rings armed and looks at the others only; a thousand rings that nobody
// uses cost it nothing.
//
// native/model/bell_model.cc takes all of this through every order of steps.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "atomics.h"

namespace signalbox {

/**
 * Calls of settle() that find nothing new after which a ring counts as quiet. Too few, and a ring
 * that is used now and then rings for each of its records.
 */
inline constexpr uint32_t kQuietLooksMax = 8;

/**
 * Armed rings that armed_news() looks at: those that were used last. Their next records come soon,
 * and a look is faster than a doorbell; a look at a thousand would be slower.
 */
inline constexpr uint32_t kArmedLooksMax = 32;

/** The words of one watched ring, in memory that stays mapped until remove(). */
struct WatchedRing {
  const Atomic<uint32_t>* tail_position;
  const Atomic<uint32_t>* head_position;
  Atomic<uint32_t>* bell;
};

/**
 * The producer's half, after each RingProducer::publish() that gave true.
 *
 * @param bell of the ring's reader.
 * @returns whether to ring that reader's doorbell now.
 */
[[nodiscard]] inline bool take_bell(Atomic<uint32_t>& bell) {
  // SYNC(bell): the tail was stored before the bell is read. The first look spares the common case,
  // a reader that is awake, the cost of an exchange.
  return bell.load(std::memory_order_seq_cst) != 0 &&
         bell.exchange(0, std::memory_order_seq_cst) != 0;
}

/** One thread owns it. add() and remove() may allocate; the rest neither allocates nor blocks. */
class RingWatch {
 public:
  RingWatch() = default;
  RingWatch(const RingWatch&) = delete;
  RingWatch& operator=(const RingWatch&) = delete;

  /**
   * Watches one more ring, which has its bell for itself. The bell is left as it is; the ring is
   * looked at until its bell is armed here.
   * @returns its id, > 0, never used again.
   */
  uint32_t add(const WatchedRing& ring) {
    const auto place = static_cast<uint32_t>(entries_.size());
    entries_.push_back({ring, 0, 0, next_id_, 0, false});
    note_place(place);
    exchange(place, awake_count_++);
    return next_id_++;
  }

  /** Stops watching and silences the bell (0). @returns whether the id was watched. */
  bool remove(uint32_t id) {
    const auto found = places_.find(id);
    if (found == places_.end()) return false;
    uint32_t place = found->second;
    entries_[place].ring.bell->store(0, std::memory_order_seq_cst);
    if (place < awake_count_) {
      --awake_count_;
      exchange(place, awake_count_);
      place = awake_count_;
    }
    exchange(place, static_cast<uint32_t>(entries_.size()) - 1);
    entries_.pop_back();
    places_.erase(id);
    return true;
  }

  /**
   * Whether a ring whose bell is not armed has records that were not offered yet; they stay not
   * offered. The producers of the others ring.
   */
  [[nodiscard]] bool has_news() {
    for (uint32_t place = 0; place < awake_count_; ++place) {
      Entry& entry = entries_[place];
      // SYNC(bell): read after the bell was armed; see above. The records themselves are read under
      // their own label.
      const uint32_t tail = entry.ring.tail_position->load(std::memory_order_seq_cst);
      if (is_news(entry, tail)) return true;
      // Nothing is there to be offered; the next look ends early.
      offer(entry, tail);
    }
    return false;
  }

  /**
   * A ring among those that were armed last which has got records; its producer rings, too. For a
   * reader that looks on before it sleeps.
   * @returns its id, or 0.
   */
  [[nodiscard]] uint32_t armed_news() {
    const size_t end = std::min<size_t>(entries_.size(), awake_count_ + kArmedLooksMax);
    for (size_t place = awake_count_; place < end; ++place) {
      const Entry& entry = entries_[place];
      // SYNC(bell): as in has_news().
      const uint32_t tail = entry.ring.tail_position->load(std::memory_order_seq_cst);
      if (is_news(entry, tail)) return entry.id;
    }
    return 0;
  }

  /**
   * Whether any ring has records that were not offered yet. Each tail is offered once: a reader
   * that was told and leaves the records where they are (because its own way out is full) must not
   * be kept awake by them.
   */
  [[nodiscard]] bool any_ready() {
    bool is_ready = false;
    for (Entry& entry : entries_) {
      // SYNC(bell): as in has_news().
      const uint32_t tail = entry.ring.tail_position->load(std::memory_order_seq_cst);
      if (is_news(entry, tail)) is_ready = true;
      offer(entry, tail);
    }
    return is_ready;
  }

  /**
   * Announces sleep to every producer, and looks once more.
   * @returns false when a ring has got records meanwhile: the reader stays awake, and so do those
   *   that it was looking at.
   */
  [[nodiscard]] bool arm_all() {
    for (uint32_t place = 0; place < awake_count_; ++place) {
      // SYNC(bell): stored before the tails are read again.
      entries_[place].ring.bell->store(1, std::memory_order_seq_cst);
    }
    if (has_news()) {
      for (uint32_t place = 0; place < awake_count_; ++place) {
        // relaxed: a producer that still sees 1 rings once too often.
        entries_[place].ring.bell->store(0, std::memory_order_relaxed);
      }
      return false;
    }
    awake_count_ = 0;
    return true;
  }

  /**
   * Arms the bells of rings that have been quiet for kQuietLooksMax calls. For a reader that does
   * not sleep, from time to time.
   * @returns whether a ring has records that lay there at the last call, too, and were not offered:
   *   the reader must have left that ring out.
   */
  [[nodiscard]] bool settle() {
    bool is_left_out = false;
    for (uint32_t place = 0; place < awake_count_;) {
      Entry& entry = entries_[place];
      // SYNC(bell): as in has_news().
      const uint32_t tail = entry.ring.tail_position->load(std::memory_order_seq_cst);
      if (tail != entry.settled_tail) {
        entry.settled_tail = tail;
        entry.quiet_looks = 0;
      } else if (is_news(entry, tail)) {
        is_left_out = true;
      } else if (++entry.quiet_looks >= kQuietLooksMax && arm_quiet(entry)) {
        exchange(place, --awake_count_);
        continue;
      }
      ++place;
    }
    return is_left_out;
  }

  /** Looks at a ring from now on, because its producer rang. An unknown id is no ring. */
  void rouse(uint32_t id) {
    const auto found = places_.find(id);
    if (found != places_.end() && found->second >= awake_count_) rouse_at(found->second);
  }

  /** The same for all whose producers have rung or which have records. The others stay armed. */
  void rouse_busy() {
    for (uint32_t place = awake_count_; place < entries_.size(); ++place) {
      const WatchedRing& ring = entries_[place].ring;
      // relaxed: who turned the bell to 0 rings after that, and is found when it has rung; the head
      // is this thread's own, and a tail that is missed only costs a wake-up.
      if (ring.bell->load(std::memory_order_relaxed) == 0 ||
          ring.tail_position->load(std::memory_order_relaxed) !=
              ring.head_position->load(std::memory_order_relaxed)) {
        rouse_at(place);
      }
    }
  }

  /** Silences every bell: this reader looks no more. */
  void disarm_all() {
    // relaxed: a producer that still sees 1 rings once too often.
    for (const Entry& entry : entries_) entry.ring.bell->store(0, std::memory_order_relaxed);
    awake_count_ = static_cast<uint32_t>(entries_.size());
  }

  [[nodiscard]] size_t size() const { return entries_.size(); }

  /** Rings that has_news() looks at; the bells of the others are armed. */
  [[nodiscard]] size_t awake_count() const { return awake_count_; }

 private:
  struct Entry {
    WatchedRing ring;
    uint32_t offered_tail;
    /** The tail that settle() saw last. */
    uint32_t settled_tail;
    uint32_t id;
    uint32_t quiet_looks;
    bool has_offered;
  };

  /** First what lies here: the head of an idle ring is one more miss of the cache. */
  static bool is_news(const Entry& entry, uint32_t tail) {
    if (entry.has_offered && tail == entry.offered_tail) return false;
    // relaxed: the head is this thread's own.
    return tail != entry.ring.head_position->load(std::memory_order_relaxed);
  }

  static void offer(Entry& entry, uint32_t tail) {
    entry.offered_tail = tail;
    entry.has_offered = true;
  }

  /** @returns whether the ring stayed quiet until its bell was armed. */
  static bool arm_quiet(Entry& entry) {
    // SYNC(bell): stored before the tail is read again.
    entry.ring.bell->store(1, std::memory_order_seq_cst);
    const uint32_t tail = entry.ring.tail_position->load(std::memory_order_seq_cst);
    if (tail == entry.settled_tail) return true;
    entry.ring.bell->store(0, std::memory_order_relaxed);
    return false;
  }

  void rouse_at(uint32_t place) {
    Entry& entry = entries_[place];
    // relaxed: a producer that still sees 1 rings once too often.
    entry.ring.bell->store(0, std::memory_order_relaxed);
    entry.quiet_looks = 0;
    exchange(place, awake_count_++);
  }

  void exchange(uint32_t place, uint32_t other) {
    if (place == other) return;
    std::swap(entries_[place], entries_[other]);
    note_place(place);
    note_place(other);
  }

  void note_place(uint32_t place) { places_[entries_[place].id] = place; }

  /** First the `awake_count_` that are looked at, then those whose producers ring. */
  std::vector<Entry> entries_;
  uint32_t awake_count_ = 0;
  /** Where the ring with an id is. */
  std::unordered_map<uint32_t, uint32_t> places_;
  uint32_t next_id_ = 1;
};

}  // namespace signalbox
