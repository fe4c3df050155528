// What the models of rings share: links, each a ring with a producer, its bell and two doorbells, and
// a reader of all of them that runs core/duty_cycle.h as the poller does.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/duty_cycle.h"
#include "core/spsc_ring.h"
#include "explorer.h"

namespace signalbox::model {

inline constexpr uint32_t kRingBytes = kCapacityBytesMin;

/** What one producer does, and where its ring begins. */
struct LinkPlan {
  /** Sizes of the records of each batch; a batch is published as one. */
  std::vector<std::vector<uint32_t>> batches;
  /** First position of tail and head. */
  uint32_t start_position = 0;
  /** Records of 512 bytes that lie in the ring at first; 8 fill it. */
  uint32_t prefilled_count = 0;
};

/** A word that a kernel or a process sets for another one. */
using Signal = Atomic<uint32_t>;

/** Memory of one link, and what its two sides know. */
struct alignas(kCacheLineBytes) Link {
  std::byte ring_memory[kRingHeaderBytes + kRingBytes];
  Atomic<uint32_t> bell;
  /** The pipes: 1 when rung. */
  Signal reader_doorbell;
  Signal producer_doorbell;
  /** The ends of the socket. */
  Signal producer_gone;
  Signal reader_gone;

  // The reader's.
  uint32_t id;
  uint32_t taken_count;
  bool is_busy;
  bool is_closed;

  RingHeader* header() { return reinterpret_cast<RingHeader*>(ring_memory); }
};

/** Fills a record, so that a part of another one is noticed. */
inline void fill_record(std::byte* record, uint32_t size_bytes, uint32_t number) {
  const AtomicRef<uint32_t> first(*reinterpret_cast<uint32_t*>(record + 4));
  const AtomicRef<uint32_t> last(*reinterpret_cast<uint32_t*>(record + size_bytes - 4));
  // relaxed: bytes of a body, written in any order.
  first.store(number * 2 + 1, std::memory_order_relaxed);
  last.store(number * 2 + 2, std::memory_order_relaxed);
}

/** The reader's look at a record in place. */
inline void check_record(const std::byte* record, uint32_t size_bytes, uint32_t expected_bytes,
                         uint32_t number) {
  auto* const bytes = const_cast<std::byte*>(record);
  const AtomicRef<uint32_t> first(*reinterpret_cast<uint32_t*>(bytes + 4));
  const AtomicRef<uint32_t> last(*reinterpret_cast<uint32_t*>(bytes + expected_bytes - 4));
  if (size_bytes != expected_bytes) fail("record " + std::to_string(number) + " has another size");
  if (first.load(std::memory_order_relaxed) != number * 2 + 1 ||
      last.load(std::memory_order_relaxed) != number * 2 + 2) {
    fail("record " + std::to_string(number) + " is torn, lost or given twice");
  }
}

/** A world of links with one reader. */
class LinkWorld : public Scenario {
 public:
  struct Options {
    std::vector<LinkPlan> links;
    /** Most records that one turn takes of one ring. */
    uint32_t poll_count_max = 16;
    /** Whether records have bytes that are looked at: steps that a model of bells does not need. */
    bool has_bodies = true;
    /** Looks before sleeping. */
    uint32_t spin_count = 0;
    /** Rings of which the reader is certain that they are quiet when it begins; it is awake. */
    bool is_first_quiet = false;
    bool may_producers_die = false;
    bool may_reader_die = false;
    /** The last link is watched only when the reader already sleeps, its producer being at work. */
    bool joins_late = false;
  };

  explicit LinkWorld(Options options);

  void reset() override;
  std::vector<Actor> actors() override;
  void on_death(size_t actor) override;
  void at_end(const std::vector<bool>& is_done, const std::vector<bool>& is_dead) override;
  std::string name_of(const uint32_t* word) override;

  // The host of the duty cycle.
  bool tell(uint32_t ring_id);
  Turn turn(bool must_see_all);
  void call_soon() {}
  [[nodiscard]] bool wants_ring_ids() const { return true; }
  uint64_t now_ns();
  bool has_events();
  void yield_core() {}
  [[nodiscard]] bool has_idle_core() const { return false; }
  void step_aside() {}

 private:
  struct Expected {
    /** Of each record: its size, and the tail behind it. */
    std::vector<uint32_t> sizes;
    std::vector<uint32_t> tails;
    /** Tails behind each batch, the one before the first included. */
    std::vector<uint32_t> batch_tails;
  };

  static Expected expect(const LinkPlan& plan);
  void lay_out(size_t index);
  void make_quiet();
  void produce(size_t index);
  /** @returns false when the reader is gone. */
  bool put(Link& link, RingProducer& producer, uint32_t size_bytes, uint32_t number);
  void read();
  void hear_doorbells();
  bool sleep_until_rung();
  void remember_reader();
  uint32_t poll(size_t index, uint32_t count_max);
  void close(size_t index);
  [[nodiscard]] bool is_looked_at(size_t index, uint32_t number) const;
  void watch(size_t index);

  const Options options_;
  std::vector<Expected> expected_;
  std::vector<std::unique_ptr<Link>> links_;
  std::optional<DutyCycle<LinkWorld>> cycle_;
  uint64_t now_ns_ = 0;
  bool is_laying_out_ = false;
  size_t watched_count_ = 0;
};

}  // namespace signalbox::model
