// See link_world.h.
#include "link_world.h"

#include <algorithm>

namespace signalbox::model {
namespace {

constexpr uint32_t kPrefilledBytes = kRingBytes / kRecordShare;

/** All that determines a producer between two records. Built without access control. */
void remember(uint32_t number, const RingProducer& producer) {
  forget_all_but({number, producer.tail_, producer.published_tail_, producer.head_cache_});
}

/** The producer's half behind a batch. */
void publish_and_ring(Link& link, RingProducer& producer) {
  if (producer.publish() && take_bell(link.bell)) link.reader_doorbell.store(1);
}

}  // namespace

LinkWorld::LinkWorld(Options options) : options_(std::move(options)) {
  for (const LinkPlan& plan : options_.links) {
    expected_.push_back(expect(plan));
    links_.push_back(std::make_unique<Link>());
  }
}

// Where records lie by the text of docs/PROTOCOL.md, not by the code that is looked at.
LinkWorld::Expected LinkWorld::expect(const LinkPlan& plan) {
  Expected expected;
  uint32_t tail = plan.start_position;
  const auto add_record = [&expected, &tail](uint32_t size_bytes) {
    const uint32_t stride = (size_bytes + 7) / 8 * 8;
    const uint32_t rest = kRingBytes - tail % kRingBytes;
    tail += rest < stride ? rest + stride : stride;
    expected.sizes.push_back(size_bytes);
    expected.tails.push_back(tail);
  };
  for (uint32_t number = 0; number < plan.prefilled_count; ++number) add_record(kPrefilledBytes);
  expected.batch_tails.push_back(tail);
  for (const auto& batch : plan.batches) {
    for (const uint32_t size_bytes : batch) add_record(size_bytes);
    expected.batch_tails.push_back(tail);
  }
  return expected;
}

void LinkWorld::reset() {
  is_laying_out_ = true;
  now_ns_ = 0;
  watched_count_ = 0;
  cycle_.emplace(*this, options_.spin_count == 0 ? 0 : options_.spin_count * kSpinNsMin);
  for (size_t index = 0; index < links_.size(); ++index) lay_out(index);
  const size_t first_count = links_.size() - (options_.joins_late ? 1 : 0);
  while (watched_count_ < first_count) watch(watched_count_);
  if (options_.is_first_quiet) make_quiet();
  is_laying_out_ = false;
}

void LinkWorld::lay_out(size_t index) {
  Link& link = *links_[index];
  const LinkPlan& plan = options_.links[index];
  std::memset(static_cast<void*>(link.ring_memory), 0, sizeof link.ring_memory);
  RingProducer::initialise(link.header(), kRingBytes);
  link.header()->tail_position.store(plan.start_position);
  link.header()->head_position.store(plan.start_position);
  for (Atomic<uint32_t>* const word : {&link.bell, &link.reader_doorbell, &link.producer_doorbell,
                                       &link.producer_gone, &link.reader_gone}) {
    word->store(0);
  }
  link.taken_count = 0;
  link.is_busy = !options_.is_first_quiet;
  link.is_closed = false;
  RingProducer producer(link.header(), kRingBytes);
  for (uint32_t number = 0; number < plan.prefilled_count; ++number) {
    fill_record(producer.try_reserve(kPrefilledBytes).record, kPrefilledBytes, number);
  }
  static_cast<void>(producer.publish());
}

/** Lets the rings be found quiet as often as it takes, but for the last time. */
void LinkWorld::make_quiet() {
  // Turns that yield leave the bells alone.
  cycle_->kick();
  for (uint32_t look = 0; look + 1 < kQuietLooksMax; ++look) cycle_->run();
  if (cycle_->rings_.awake_count() != links_.size()) fail("a ring is armed too early");
}

std::vector<Actor> LinkWorld::actors() {
  std::vector<Actor> actors{{"reader", [this] { read(); }, options_.may_reader_die}};
  for (size_t index = 0; index < links_.size(); ++index) {
    actors.push_back({"producer " + std::to_string(index + 1), [this, index] { produce(index); },
                      options_.may_producers_die});
  }
  return actors;
}

void LinkWorld::on_death(size_t actor) {
  if (actor == 0) {
    for (const auto& link : links_) link->reader_gone.store(1);
  } else {
    links_[actor - 1]->producer_gone.store(1);
  }
}

void LinkWorld::at_end(const std::vector<bool>& is_done, const std::vector<bool>& is_dead) {
  for (size_t index = 0; index < links_.size(); ++index) {
    Link& link = *links_[index];
    const Expected& expected = expected_[index];
    const std::string name = "producer " + std::to_string(index + 1);
    const bool is_producer_dead = is_dead[index + 1];
    if (!is_producer_dead && !is_done[index + 1]) fail(name + " is stuck");
    const uint32_t tail = link.header()->tail_position.load();
    const auto published = std::find(expected.tails.begin(), expected.tails.end(), tail);
    const size_t published_count =
        published == expected.tails.end()
            ? 0
            : static_cast<size_t>(published - expected.tails.begin()) + 1;
    if (std::find(expected.batch_tails.begin(), expected.batch_tails.end(), tail) ==
            expected.batch_tails.end() &&
        options_.links[index].prefilled_count == 0) {
      fail(name + " published a part of a batch");
    }
    if (is_dead[0]) continue;
    if (!is_producer_dead && tail != expected.tails.back()) fail(name + " published too little");
    if (link.taken_count != published_count) {
      fail("the reader sleeps with " + std::to_string(published_count - link.taken_count) +
           " records of " + name + " in the ring");
    }
    if (is_producer_dead && !link.is_closed) fail("the reader did not hear of the death");
  }
}

std::string LinkWorld::name_of(const uint32_t* word) {
  for (size_t index = 0; index < links_.size(); ++index) {
    Link& link = *links_[index];
    const std::string of = " " + std::to_string(index + 1);
    if (word == link.header()->tail_position.word()) return "tail" + of;
    if (word == link.header()->head_position.word()) return "head" + of;
    if (word == link.header()->producer_waiting.word()) return "producer waiting" + of;
    if (word == link.bell.word()) return "bell" + of;
    if (word == link.reader_doorbell.word()) return "doorbell of the reader" + of;
    if (word == link.producer_doorbell.word()) return "doorbell of producer" + of;
    if (word == link.producer_gone.word()) return "end of producer" + of;
    if (word == link.reader_gone.word()) return "end of the reader" + of;
    const auto* const byte = reinterpret_cast<const std::byte*>(word);
    if (byte >= link.ring_memory && byte < link.ring_memory + sizeof link.ring_memory) {
      return "byte " + std::to_string(byte - link.ring_memory - kRingHeaderBytes) + " of ring" + of;
    }
  }
  return "a word";
}

// Producers.

void LinkWorld::produce(size_t index) {
  Link& link = *links_[index];
  RingProducer producer(link.header(), kRingBytes);
  uint32_t number = options_.links[index].prefilled_count;
  for (const auto& batch : options_.links[index].batches) {
    for (const uint32_t size_bytes : batch) {
      if (!put(link, producer, size_bytes, number++)) return;
    }
    publish_and_ring(link, producer);
  }
}

bool LinkWorld::put(Link& link, RingProducer& producer, uint32_t size_bytes, uint32_t number) {
  for (;;) {
    remember(number, producer);
    const Reservation reservation = producer.try_reserve(size_bytes);
    if (reservation.status == Status::kOk) {
      if (options_.has_bodies) fill_record(reservation.record, size_bytes, number);
      return true;
    }
    if (reservation.status != Status::kFull) fail("a producer was refused");
    // The reader may wait for what was reserved before.
    publish_and_ring(link, producer);
    step_wait({link.producer_doorbell.word(), link.reader_gone.word()});
    if (link.reader_gone.load() != 0) return false;
    link.producer_doorbell.store(0);
  }
}

// The reader.

uint64_t LinkWorld::now_ns() {
  // Time passes in each look, so that runs end: two turns, or as many looks as the spin has.
  now_ns_ += options_.spin_count == 0 ? kRunNsMax / 2 : kSpinNsMin;
  return now_ns_;
}

bool LinkWorld::tell(uint32_t ring_id) {
  for (const auto& link : links_) {
    if (link->id == ring_id) link->is_busy = true;
  }
  return true;
}

// The hardest of rotas: a ring that was empty once is left out until somebody tells of it.
Turn LinkWorld::turn(bool must_see_all) {
  if (is_laying_out_) return Turn::kYield;
  uint32_t work = 0;
  for (size_t index = 0; index < watched_count_; ++index) {
    Link& link = *links_[index];
    if (link.is_closed || !(must_see_all || link.is_busy)) continue;
    const uint32_t count = poll(index, options_.poll_count_max);
    link.is_busy = count > 0;
    work += count;
  }
  return work > 0 ? Turn::kWorked : Turn::kIdle;
}

uint32_t LinkWorld::poll(size_t index, uint32_t count_max) {
  Link& link = *links_[index];
  const Expected& expected = expected_[index];
  RingConsumer consumer(link.header(), kRingBytes);
  const Drained drained = consumer.poll(
      [this, index, &link, &expected](const std::byte* record, uint32_t size_bytes) {
        const uint32_t number = link.taken_count++;
        if (number >= expected.sizes.size()) fail("a record came that nobody sent");
        if (is_looked_at(index, number)) {
          check_record(record, size_bytes, expected.sizes[number], number);
        }
      },
      count_max);
  if (drained.status != Status::kOk) fail("the reader holds the ring for corrupt");
  if (consumer.take_producer_waiting()) link.producer_doorbell.store(1);
  return drained.record_count;
}

/** Not prefilled records that no new one reaches: looks at them would only be more steps. */
bool LinkWorld::is_looked_at(size_t index, uint32_t number) const {
  const LinkPlan& plan = options_.links[index];
  const size_t new_count = expected_[index].sizes.size() - plan.prefilled_count;
  return options_.has_bodies && (number < new_count || number >= plan.prefilled_count);
}

void LinkWorld::watch(size_t index) {
  Link& link = *links_[index];
  watched_count_ = index + 1;
  link.id = cycle_->watch({&link.header()->tail_position, &link.header()->head_position, &link.bell});
}

void LinkWorld::read() {
  if (!options_.is_first_quiet) cycle_->kick();
  while (sleep_until_rung()) cycle_->run();
}

/** The event loop: @returns false when every link has ended. */
bool LinkWorld::sleep_until_rung() {
  for (;;) {
    remember_reader();
    hear_doorbells();
    if (std::all_of(links_.begin(), links_.end(), [](const auto& link) { return link->is_closed; })) {
      return false;
    }
    if (cycle_->is_due()) return true;
    if (watched_count_ < links_.size()) {
      watch(watched_count_);
      if (cycle_->is_due()) return true;
    }
    Link& first = *links_.front();
    Link& last = *links_.back();
    if (first.is_closed || last.is_closed) {
      Link& open = first.is_closed ? last : first;
      step_wait({open.reader_doorbell.word(), open.producer_gone.word()});
    } else {
      step_wait({first.reader_doorbell.word(), first.producer_gone.word(),
                 last.reader_doorbell.word(), last.producer_gone.word()});
    }
  }
}

/** All that determines the reader between two runs. Built without access control. */
void LinkWorld::remember_reader() {
  // What it lost to others (crowding.h) stays out: it comes to nothing but a pause within so few looks.
  now_ns_ = 0;
  const RingWatch& rings = cycle_->rings_;
  std::vector<uint64_t> sums{cycle_->must_see_all_, cycle_->is_due_, cycle_->is_asleep_,
                             cycle_->spin_budget_.ns(), cycle_->event_spins_,
                             cycle_->is_after_events_, watched_count_,
                             rings.awake_count()};
  sums.insert(sums.end(), cycle_->rung_.begin(), cycle_->rung_.end());
  sums.push_back(0);
  for (const auto& entry : rings.entries_) {
    for (const uint64_t each : {entry.offered_tail, entry.settled_tail, entry.id, entry.quiet_looks,
                                static_cast<uint32_t>(entry.has_offered)}) {
      sums.push_back(each);
    }
  }
  for (const auto& link : links_) {
    sums.push_back(link->taken_count * 4 + (link->is_busy ? 2 : 0) + (link->is_closed ? 1 : 0));
  }
  forget_all_but(sums);
}

bool LinkWorld::has_events() {
  for (size_t index = 0; index < watched_count_; ++index) {
    Link& link = *links_[index];
    if (link.is_closed) continue;
    if (link.reader_doorbell.load() != 0 || link.producer_gone.load() != 0) return true;
  }
  return false;
}

void LinkWorld::hear_doorbells() {
  for (size_t index = 0; index < watched_count_; ++index) {
    Link& link = *links_[index];
    if (link.is_closed) continue;
    // One look for both, as the kernel's poll does; nothing of it can be missed, it stays.
    if (link.reader_doorbell.load() != 0) {
      link.reader_doorbell.store(0);
      cycle_->rang(link.id);
    }
    if (link.producer_gone.load() != 0) close(index);
  }
}

/** The socket ended: what was published before is taken, then the link is let go. */
void LinkWorld::close(size_t index) {
  while (poll(index, options_.poll_count_max) > 0) {
  }
  static_cast<void>(cycle_->unwatch(links_[index]->id));
  links_[index]->is_closed = true;
}

}  // namespace signalbox::model
