// The rings that one sleeper reads: looks at all of them before it sleeps, and keeps their bells.
//
// Going to sleep without losing a wake-up is Dekker's pattern; each side writes its own word, then
// reads the other's:
//
//   reader    arm_all(): bell = 1     then has_news(): read every tail   nothing new → sleep
//   producer  publish(): tail = new   then read the bell                  armed → 0, ring
//
// All four accesses are sequentially consistent, so at least one side sees the other: either the
// reader finds the records, or the producer finds the bell. With release and acquire alone both may
// miss.
//
// A producer killed between turning the bell to 0 and ringing leaves a sleeper with a bell at 0.
// Whoever notices a death rings the readers which that peer could have disarmed, and sleepers look
// again at bounded intervals.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace signalbox {

/** The words of one watched ring, in memory that stays mapped until remove(). */
struct WatchedRing {
  const std::atomic<uint32_t>* tail_position;
  const std::atomic<uint32_t>* head_position;
  std::atomic<uint32_t>* bell;
};

/** One thread owns it. add() may allocate; the rest neither allocates nor blocks. */
class RingWatch {
 public:
  RingWatch() = default;
  RingWatch(const RingWatch&) = delete;
  RingWatch& operator=(const RingWatch&) = delete;

  /** Watches one more ring. Its bell is left as it is. @returns its id, > 0, never used again. */
  uint32_t add(const WatchedRing& ring) {
    entries_.push_back({ring, 0, false, next_id_});
    return next_id_++;
  }

  /**
   * Stops watching. The bell is silenced (0), unless another watched ring shares it.
   * @returns whether the id was watched.
   */
  bool remove(uint32_t id) {
    for (size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].id != id) continue;
      std::atomic<uint32_t>* const bell = entries_[i].ring.bell;
      entries_[i] = entries_.back();
      entries_.pop_back();
      if (!is_bell_watched(bell)) bell->store(0, std::memory_order_seq_cst);
      return true;
    }
    return false;
  }

  /**
   * Whether a ring has records that were not offered yet; they stay not offered. For a reader that
   * is not sure to look at every ring next.
   */
  [[nodiscard]] bool has_news() {
    for (Entry& entry : entries_) {
      // SYNC(bell): as in any_ready().
      const uint32_t tail = entry.ring.tail_position->load(std::memory_order_seq_cst);
      // First what lies here: the head of an idle ring is one more miss of the cache.
      if (entry.has_offered && tail == entry.offered_tail) continue;
      // relaxed: the head is this thread's own.
      if (tail != entry.ring.head_position->load(std::memory_order_relaxed)) return true;
      // Nothing is there to be offered; the next look ends above.
      entry.offered_tail = tail;
      entry.has_offered = true;
    }
    return false;
  }

  /**
   * Whether a ring has records that were not offered yet. Each tail is offered once: a reader that
   * was told and leaves the records where they are (because its own way out is full) must not be
   * kept awake by them.
   */
  [[nodiscard]] bool any_ready() {
    bool is_ready = false;
    for (Entry& entry : entries_) {
      // SYNC(bell): read after the bell was armed; see above. The records themselves are read under
      // their own label.
      const uint32_t tail = entry.ring.tail_position->load(std::memory_order_seq_cst);
      // relaxed: the head is this thread's own.
      if (tail == entry.ring.head_position->load(std::memory_order_relaxed)) continue;
      if (entry.has_offered && tail == entry.offered_tail) continue;
      entry.offered_tail = tail;
      entry.has_offered = true;
      is_ready = true;
    }
    return is_ready;
  }

  /** Announces sleep to every producer. Call any_ready() once more before sleeping. */
  void arm_all() {
    for (const Entry& entry : entries_) {
      // A bell that is armed still (see disarm_busy) is only read: a hundred stores would cost more than the calls of a
      // batch. relaxed: whoever turns it to 0 after this look rings, because it was armed.
      if (entry.ring.bell->load(std::memory_order_relaxed) == 1) continue;
      // SYNC(bell): stored before the tails are read again.
      entry.ring.bell->store(1, std::memory_order_seq_cst);
    }
  }

  /**
   * Tells the producers of rings with records that nobody needs to be woken. Idle rings stay armed: should one get a
   * record meanwhile, its producer rings once too often.
   */
  void disarm_busy() {
    for (const Entry& entry : entries_) {
      // relaxed: the head is this thread's own, and a tail that is missed only costs a wake-up.
      const uint32_t tail = entry.ring.tail_position->load(std::memory_order_relaxed);
      if (tail == entry.ring.head_position->load(std::memory_order_relaxed)) continue;
      entry.ring.bell->store(0, std::memory_order_relaxed);
    }
  }

  /** Silences every bell: this reader looks no more. */
  void disarm_all() {
    // relaxed: a producer that still sees 1 rings once too often.
    for (const Entry& entry : entries_) entry.ring.bell->store(0, std::memory_order_relaxed);
  }

  [[nodiscard]] size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    WatchedRing ring;
    uint32_t offered_tail;
    bool has_offered;
    uint32_t id;
  };

  [[nodiscard]] bool is_bell_watched(const std::atomic<uint32_t>* bell) const {
    for (const Entry& entry : entries_) {
      if (entry.ring.bell == bell) return true;
    }
    return false;
  }

  std::vector<Entry> entries_;
  uint32_t next_id_ = 1;
};

}  // namespace signalbox
