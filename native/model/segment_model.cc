// Joining, leaving and losing a link (core/segment.h, RingWatch::add and remove) in every order of
// steps: a station that opens a segment finds it whole and of the generation that the welcome named,
// nothing of one link comes in under another, the center touches no memory that it let go, and nobody
// waits for ever.
//
//   station   hello → welcome → opens the segment → one record → leave → left → closes
//             when the link ends under it: joins again, on another connection
//   center    makes a segment of a new generation for each hello; reads; ends a link on leave, on the
//             end of the socket, and when the lease is over
//   clock     ends the lease of the first link at any step, or never: the station may only be slow
//
// The socket is a kernel's: what was written before is seen by whoever it is passed to, and its end
// is told to both sides, whoever dies.
#include <array>
#include <cstring>
#include <memory>
#include <optional>

#include "core/duty_cycle.h"
#include "core/segment.h"
#include "core/spsc_ring.h"
#include "explorer.h"
#include "model_run.h"

namespace signalbox::model {
namespace {

constexpr uint32_t kRingBytes = kCapacityBytesMin;
constexpr uint32_t kSizeBytes = kFrameHeaderBytes;
constexpr size_t kConnectionCount = 2;
constexpr uint32_t kGenerationFirst = 7;
/** What the record of a leave says beside its generation. */
constexpr uint32_t kLeave = 100;

using Signal = Atomic<uint32_t>;

struct alignas(kCacheLineBytes) Connection {
  std::byte memory[segment_bytes_of(kRingBytes)];
  Signal hello;
  /** The generation; 0 before. */
  Signal welcome;
  Signal left;
  Signal doorbell;
  Signal station_end;
  Signal center_end;
  Signal lease_over;

  // The center's.
  uint32_t id;
  uint32_t taken_count;
  bool is_open;
  bool is_over;
  // The station's.
  uint32_t published_count;

  std::span<std::byte> span() { return {memory, sizeof memory}; }
};

class SegmentWorld final : public Scenario {
 public:
  SegmentWorld(bool may_station_die, bool may_center_die)
      : may_station_die_(may_station_die), may_center_die_(may_center_die) {
    for (auto& connection : connections_) connection = std::make_unique<Connection>();
  }

  void reset() override {
    cycle_.emplace(*this, 0);
    for (const auto& connection : connections_) {
      std::memset(connection->memory, 0, sizeof connection->memory);
      for (Signal* const word :
           {&connection->hello, &connection->welcome, &connection->left, &connection->doorbell,
            &connection->station_end, &connection->center_end, &connection->lease_over}) {
        word->store(0);
      }
      connection->id = connection->taken_count = connection->published_count = 0;
      connection->is_open = connection->is_over = false;
    }
  }

  std::vector<Actor> actors() override {
    return {{"center", [this] { serve(); }, may_center_die_},
            {"station", [this] { live(); }, may_station_die_},
            {"clock", [this] { connections_[0]->lease_over.store(step_choose(2)); }, false}};
  }

  void on_death(size_t actor) override {
    for (const auto& connection : connections_) {
      (actor == 0 ? connection->center_end : connection->station_end).store(1);
    }
  }

  void at_end(const std::vector<bool>& is_done, const std::vector<bool>& is_dead) override {
    if (!is_dead[1] && !is_done[1]) fail("the station waits for ever");
    if (is_dead[0]) return;
    for (const auto& connection : connections_) {
      if (connection->is_open) fail("the center keeps a link whose station is gone");
      const bool is_by_lease = connection->lease_over.load() != 0;
      if (connection->taken_count > connection->published_count ||
          (connection->taken_count < connection->published_count && !is_by_lease &&
           connection->is_over)) {
        fail("a record of a link was lost, or came twice");
      }
    }
  }

  std::string name_of(const uint32_t* word) override {
    for (size_t index = 0; index < kConnectionCount; ++index) {
      Connection& connection = *connections_[index];
      const std::string of = " " + std::to_string(index + 1);
      if (word == connection.hello.word()) return "hello" + of;
      if (word == connection.welcome.word()) return "welcome" + of;
      if (word == connection.left.word()) return "left" + of;
      if (word == connection.doorbell.word()) return "the center's doorbell" + of;
      if (word == connection.station_end.word()) return "end of the station" + of;
      if (word == connection.center_end.word()) return "end of the center" + of;
      if (word == connection.lease_over.word()) return "lease" + of;
      const auto* const byte = reinterpret_cast<const std::byte*>(word);
      if (byte >= connection.memory && byte < connection.memory + sizeof connection.memory) {
        return "byte " + std::to_string(byte - connection.memory) + " of segment" + of;
      }
    }
    return "a word";
  }

  // The host of the duty cycle.
  bool tell(uint32_t) { return true; }
  void call_soon() {}
  [[nodiscard]] bool wants_ring_ids() const { return true; }
  uint64_t now_ns() { return 0; }
  [[nodiscard]] bool has_events() const { return false; }
  void yield_core() {}
  [[nodiscard]] bool has_idle_core() const { return false; }
  void step_aside() {}
  Turn turn(bool) {
    uint32_t work = 0;
    for (const auto& connection : connections_) {
      if (connection->is_open) work += poll(*connection);
    }
    return work > 0 ? Turn::kWorked : Turn::kIdle;
  }

 private:
  // The center.

  void serve() {
    for (;;) {
      remember_center();
      hear();
      if (cycle_->is_due()) {
        cycle_->run();
        continue;
      }
      Connection& first = *connections_[0];
      Connection& second = *connections_[1];
      // What was heard is no reason to wake again.
      Signal never{0};
      step_wait({&pick(first.hello, first.is_open || first.is_over, never),
                 &pick(second.hello, second.is_open || second.is_over, never),
                 &pick(first.doorbell, !first.is_open, never),
                 &pick(second.doorbell, !second.is_open, never),
                 &pick(first.station_end, !first.is_open, never),
                 &pick(second.station_end, !second.is_open, never),
                 &pick(first.lease_over, !first.is_open, never)});
    }
  }

  static uint32_t& pick(Signal& signal, bool is_past, Signal& never) {
    return *(is_past ? never : signal).word();
  }

  void hear() {
    for (size_t index = 0; index < kConnectionCount; ++index) {
      Connection& connection = *connections_[index];
      if (!connection.is_open && !connection.is_over && connection.hello.load() != 0) welcome(index);
      if (!connection.is_open) continue;
      if (connection.doorbell.load() != 0) {
        connection.doorbell.store(0);
        cycle_->rang(connection.id);
      }
      if (connection.station_end.load() != 0 || connection.lease_over.load() != 0) end(connection);
    }
  }

  void welcome(size_t index) {
    Connection& connection = *connections_[index];
    const uint32_t generation = kGenerationFirst + static_cast<uint32_t>(index);
    const SegmentPlan plan{kRingBytes, generation, 1, 2};
    {
      const AtOnce at_once;
      if (initialise_segment(connection.span(), plan) != Status::kOk) fail("no segment was made");
    }
    connection.is_open = true;
    RingHeader* const ring = ring_of(connection);
    connection.id = cycle_->watch({&ring->tail_position, &ring->head_position, &bell_of(connection)});
    cycle_->kick();
    // Descriptors pass through the kernel, so all of the above is seen by whoever receives them.
    connection.welcome.store(generation);
  }

  uint32_t poll(Connection& connection) {
    RingConsumer consumer(ring_of(connection), kRingBytes);
    bool is_leaving = false;
    const Drained drained = consumer.poll(
        [this, &connection, &is_leaving](const std::byte* record, uint32_t size_bytes) {
          auto* const word = reinterpret_cast<uint32_t*>(const_cast<std::byte*>(record) + 4);
          const uint32_t said = AtomicRef<uint32_t>(*word).load(std::memory_order_relaxed);
          const size_t index = &connection == connections_[0].get() ? 0 : 1;
          const uint32_t generation = kGenerationFirst + static_cast<uint32_t>(index);
          if (size_bytes != kSizeBytes) fail("a record has another size");
          if (said == generation + kLeave) {
            is_leaving = true;
          } else if (said != generation) {
            fail("a record of another generation came in");
          }
          ++connection.taken_count;
        },
        4);
    if (drained.status != Status::kOk) fail("the center holds the ring for corrupt");
    if (is_leaving) connection.left.store(1);
    return drained.record_count;
  }

  /** What was published before is taken, the link is let go, and its memory with it. */
  void end(Connection& connection) {
    while (poll(connection) > 0) {
    }
    if (!cycle_->unwatch(connection.id)) fail("the link was not watched");
    connection.is_open = false;
    connection.is_over = true;
    connection.center_end.store(1);
  }

  /** All that determines the center between two runs. Built without access control. */
  void remember_center() {
    std::vector<uint64_t> sums{cycle_->must_see_all_, cycle_->is_due_, cycle_->is_asleep_,
                               cycle_->rings_.awake_count()};
    sums.insert(sums.end(), cycle_->rung_.begin(), cycle_->rung_.end());
    sums.push_back(0);
    for (const auto& entry : cycle_->rings_.entries_) {
      for (const uint64_t each : {entry.offered_tail, entry.settled_tail, entry.id,
                                  entry.quiet_looks, static_cast<uint32_t>(entry.has_offered)}) {
        sums.push_back(each);
      }
    }
    for (const auto& connection : connections_) {
      sums.push_back(connection->taken_count * 4 + (connection->is_open ? 2 : 0) +
                     (connection->is_over ? 1 : 0));
    }
    forget_all_but(sums);
  }

  static RingHeader* ring_of(Connection& connection) {
    return reinterpret_cast<RingHeader*>(connection.memory + to_center_ring_offset(kRingBytes));
  }

  static Atomic<uint32_t>& bell_of(Connection& connection) {
    return reinterpret_cast<SegmentHeader*>(connection.memory)->center_bell;
  }

  // The station.

  void live() {
    for (const auto& connection : connections_) {
      if (is_left_in_peace(*connection)) return;
    }
  }

  /** @returns false when the link ended under it. */
  bool is_left_in_peace(Connection& connection) {
    remember_station(connection, 0);
    connection.hello.store(1);
    step_wait({connection.welcome.word(), connection.center_end.word()});
    const uint32_t generation = connection.welcome.load();
    if (generation == 0) return false;
    Segment segment;
    if (open_segment(connection.span(), &segment) != Status::kOk) {
      fail("the station holds its segment for nonsense");
    }
    if (segment.generation != generation) fail("the segment is of another generation");
    RingProducer producer(segment.to_center, segment.ring_bytes);
    send(connection, segment, producer, generation);
    remember_station(connection, producer.tail_);
    send(connection, segment, producer, generation + kLeave);
    remember_station(connection, producer.tail_);
    step_wait({connection.left.word(), connection.center_end.word()});
    const bool is_over = connection.left.load() != 0;
    connection.station_end.store(1);
    return is_over;
  }

  void remember_station(const Connection& connection, uint32_t tail) {
    forget_all_but({&connection == connections_[0].get() ? 0u : 1u, connection.published_count, tail});
  }

  void send(Connection& connection, const Segment& segment, RingProducer& producer, uint32_t said) {
    const Reservation reservation = producer.try_reserve(kSizeBytes);
    if (reservation.status != Status::kOk) fail("there is no room in an empty ring");
    const AtomicRef<uint32_t> word(*reinterpret_cast<uint32_t*>(reservation.record + 4));
    word.store(said, std::memory_order_relaxed);
    if (!producer.publish()) fail("nothing was published");
    ++connection.published_count;
    if (take_bell(segment.header->center_bell)) connection.doorbell.store(1);
  }

  const bool may_station_die_;
  const bool may_center_die_;
  std::array<std::unique_ptr<Connection>, kConnectionCount> connections_;
  std::optional<DutyCycle<SegmentWorld>> cycle_;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  all.push_back({"a station joins, leaves, or loses its lease and joins again",
                 std::make_unique<SegmentWorld>(false, false), 0});
  all.push_back({"the station dies at any step", std::make_unique<SegmentWorld>(true, false), 1});
  all.push_back({"the center dies at any step", std::make_unique<SegmentWorld>(false, true), 1});
  return all;
}

}  // namespace
}  // namespace signalbox::model

int main() { return signalbox::model::run_cases("segment", signalbox::model::cases()); }
