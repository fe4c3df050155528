// See explorer.h. Depth first; a branch is reached by running its steps again from the beginning,
// which for some hundred steps costs a few microseconds.
#include "explorer.h"

#include <algorithm>
#include <memory>
#include <unordered_set>

#include "fiber.h"

namespace signalbox::model {
namespace {

/** Stores that wait in one actor's buffer; more wait for room. */
constexpr size_t kBufferedMax = 24;

struct Failure {
  std::string what;
};

/** A sum of 128 bits: in two million states an accidental match has a chance below 1 in 10^25. */
struct Sum {
  uint64_t low = 0;
  uint64_t high = 0;
  bool operator==(const Sum&) const = default;
};

uint64_t mixed(uint64_t value) {
  // The finalizer of splitmix64.
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
  value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
  return value ^ (value >> 31);
}

Sum sum_of(uint64_t first, uint64_t second) {
  return {mixed(first + 0x9e3779b97f4a7c15 * (second + 1)),
          mixed(second + 0xd1342543de82ef95 * (first + 3))};
}

void add(Sum& sum, uint64_t value) {
  sum = {mixed(sum.low * 3 + value + 0x9e3779b97f4a7c15),
         mixed(sum.high * 5 + value + 0xd1342543de82ef95)};
}

struct SumHash {
  size_t operator()(const Sum& sum) const { return sum.low; }
};

enum class Kind : uint8_t { kNone, kLoad, kStore, kExchange, kWait, kChoose };

/** The step that an actor stands before. */
struct Pending {
  Kind kind = Kind::kNone;
  Order order = Order::kSequential;
  uint32_t* word = nullptr;
  uint32_t value = 0;
  const std::initializer_list<uint32_t*>* waited = nullptr;
};

struct Buffered {
  uint32_t* word;
  uint32_t value;
  bool is_release;
};

enum class Move : uint8_t { kStep, kFlush, kDie };

struct Transition {
  uint8_t actor;
  Move move;
  /** kFlush: which of the buffer; kStep of a choice: which number. */
  uint8_t index;
};

struct Running {
  Fiber fiber;
  Pending pending;
  uint32_t result = 0;
  /** All that its steps gave it. */
  Sum seen;
  std::vector<Buffered> buffer;
  bool is_dead = false;
};

/** One run: the world, as far as its transitions have come. */
class Run {
 public:
  Run(Scenario& scenario, uint32_t death_count_max)
      : scenario_(scenario), actors_(scenario.actors()), death_count_max_(death_count_max) {
    for (size_t index = 0; index < actors_.size(); ++index) {
      running_.push_back(std::make_unique<Running>());
    }
  }

  void restart();
  void take(const Transition& transition);
  [[nodiscard]] std::vector<Transition> transitions() const;
  [[nodiscard]] Sum sum() const;
  void judge_end();
  [[nodiscard]] std::string describe(const Transition& transition) const;
  [[nodiscard]] const std::string& failure() const { return failure_; }

  // What steps come to, on the stack of the actor.
  uint32_t step(const Pending& pending);
  void forget_all_but(const std::vector<uint64_t>& sums);
  [[noreturn]] void fail(const std::string& what);
  [[nodiscard]] bool is_inside() const { return inside_ != nullptr; }
  void write(uint32_t* word, uint32_t value);

 private:
  void resume(Running& actor);
  void execute(Running& actor, uint8_t index);
  void flush(Running& actor, size_t index);
  static bool can_flush(const Running& actor, size_t index);
  static bool can_step(const Running& actor);
  static uint32_t visible_to(const Running& actor, const uint32_t* word);

  Scenario& scenario_;
  const std::vector<Actor> actors_;
  const uint32_t death_count_max_;
  std::vector<std::unique_ptr<Running>> running_;
  Running* inside_ = nullptr;
  Sum words_;
  uint32_t death_count_ = 0;
  std::string failure_;
};

/** The one that steps belong to. */
Run* current = nullptr;
bool is_at_once = false;

/** Whether an actor is running whose steps are explored. */
bool is_exploring();

void Run::restart() {
  words_ = {};
  death_count_ = 0;
  failure_.clear();
  for (const auto& actor : running_) {
    actor->seen = {};
    actor->buffer.clear();
    actor->is_dead = false;
    actor->pending = {};
  }
  scenario_.reset();
  for (size_t index = 0; index < actors_.size(); ++index) {
    running_[index]->fiber.restart(&actors_[index].body);
    resume(*running_[index]);
  }
}

void Run::resume(Running& actor) {
  inside_ = &actor;
  actor.pending.kind = Kind::kNone;
  actor.fiber.resume();
  inside_ = nullptr;
}

uint32_t Run::step(const Pending& pending) {
  Running& actor = *inside_;
  actor.pending = pending;
  actor.fiber.pause();
  return actor.result;
}

void Run::forget_all_but(const std::vector<uint64_t>& sums) {
  inside_->seen = {};
  for (const uint64_t sum : sums) add(inside_->seen, sum);
}

void Run::fail(const std::string& what) {
  if (inside_ == nullptr) throw Failure{what};
  failure_ = what;
  inside_->pending.kind = Kind::kNone;
  for (;;) inside_->fiber.pause();
}

void Run::write(uint32_t* word, uint32_t value) {
  const Sum before = sum_of(reinterpret_cast<uintptr_t>(word), *word);
  const Sum after = sum_of(reinterpret_cast<uintptr_t>(word), value);
  words_.low ^= before.low ^ after.low;
  words_.high ^= before.high ^ after.high;
  *word = value;
}

uint32_t Run::visible_to(const Running& actor, const uint32_t* word) {
  for (size_t index = actor.buffer.size(); index > 0; --index) {
    if (actor.buffer[index - 1].word == word) return actor.buffer[index - 1].value;
  }
  return *word;
}

bool Run::can_flush(const Running& actor, size_t index) {
  const Buffered& store = actor.buffer[index];
  if (store.is_release) return index == 0;
  return std::none_of(actor.buffer.begin(), actor.buffer.begin() + static_cast<long>(index),
                      [&store](const Buffered& older) { return older.word == store.word; });
}

bool Run::can_step(const Running& actor) {
  switch (actor.pending.kind) {
    case Kind::kNone:
      return false;
    case Kind::kLoad:
    case Kind::kChoose:
      return true;
    case Kind::kStore:
      return actor.pending.order == Order::kSequential ? actor.buffer.empty()
                                                       : actor.buffer.size() < kBufferedMax;
    case Kind::kExchange:
      return actor.buffer.empty();
    case Kind::kWait:
      return std::any_of(
          actor.pending.waited->begin(), actor.pending.waited->end(),
          [&actor](const uint32_t* word) { return visible_to(actor, word) != 0; });
  }
  return false;
}

std::vector<Transition> Run::transitions() const {
  std::vector<Transition> found;
  for (uint8_t actor = 0; actor < running_.size(); ++actor) {
    const Running& running = *running_[actor];
    if (running.is_dead) continue;
    if (can_step(running)) {
      const bool is_choice = running.pending.kind == Kind::kChoose;
      const auto count = static_cast<uint8_t>(is_choice ? running.pending.value : 1);
      for (uint8_t index = 0; index < count; ++index) {
        found.push_back({actor, Move::kStep, index});
      }
    }
    for (uint8_t index = 0; index < running.buffer.size(); ++index) {
      if (can_flush(running, index)) found.push_back({actor, Move::kFlush, index});
    }
  }
  for (uint8_t actor = 0; actor < running_.size(); ++actor) {
    if (actors_[actor].may_die && !running_[actor]->is_dead && !running_[actor]->fiber.is_done() &&
        death_count_ < death_count_max_) {
      found.push_back({actor, Move::kDie, 0});
    }
  }
  return found;
}

void Run::flush(Running& actor, size_t index) {
  const Buffered store = actor.buffer[index];
  actor.buffer.erase(actor.buffer.begin() + static_cast<long>(index));
  write(store.word, store.value);
}

void Run::take(const Transition& transition) {
  Running& actor = *running_[transition.actor];
  switch (transition.move) {
    case Move::kStep:
      execute(actor, transition.index);
      resume(actor);
      return;
    case Move::kFlush:
      flush(actor, transition.index);
      return;
    case Move::kDie:
      while (!actor.buffer.empty()) flush(actor, 0);
      actor.is_dead = true;
      ++death_count_;
      scenario_.on_death(transition.actor);
  }
}

void Run::execute(Running& actor, uint8_t index) {
  const Pending pending = actor.pending;
  actor.result = 0;
  switch (pending.kind) {
    case Kind::kLoad:
      actor.result = visible_to(actor, pending.word);
      break;
    case Kind::kStore:
      if (pending.order == Order::kSequential) {
        write(pending.word, pending.value);
      } else {
        actor.buffer.push_back({pending.word, pending.value, pending.order == Order::kRelease});
      }
      break;
    case Kind::kExchange:
      actor.result = *pending.word;
      write(pending.word, pending.value);
      break;
    case Kind::kChoose:
      actor.result = index;
      break;
    case Kind::kWait:
    case Kind::kNone:
      break;
  }
  add(actor.seen, actor.result + (static_cast<uint64_t>(pending.kind) << 32));
}

Sum Run::sum() const {
  Sum sum = words_;
  for (const auto& actor : running_) {
    add(sum, actor->seen.low);
    sum.high ^= mixed(actor->seen.high + sum.low);
    add(sum, actor->buffer.size() * 2 + (actor->is_dead ? 1 : 0));
    for (const Buffered& store : actor->buffer) {
      add(sum, reinterpret_cast<uintptr_t>(store.word));
      add(sum, store.value);
    }
  }
  return sum;
}

void Run::judge_end() {
  std::vector<bool> is_done;
  std::vector<bool> is_dead;
  for (const auto& actor : running_) {
    is_done.push_back(actor->fiber.is_done());
    is_dead.push_back(actor->is_dead);
  }
  try {
    scenario_.at_end(is_done, is_dead);
  } catch (const Failure& failure) {
    failure_ = failure.what;
  }
}

std::string Run::describe(const Transition& transition) const {
  const Running& actor = *running_[transition.actor];
  const std::string name = actors_[transition.actor].name;
  if (transition.move == Move::kDie) return name + " dies";
  if (transition.move == Move::kFlush) {
    const Buffered& store = actor.buffer[transition.index];
    return name + "'s store of " + std::to_string(store.value) + " to " +
           scenario_.name_of(store.word) + " becomes visible";
  }
  const Pending& pending = actor.pending;
  switch (pending.kind) {
    case Kind::kLoad:
      return name + " loads " + scenario_.name_of(pending.word) + ": " +
             std::to_string(visible_to(actor, pending.word));
    case Kind::kStore:
      return name + " stores " + std::to_string(pending.value) + " to " +
             scenario_.name_of(pending.word);
    case Kind::kExchange:
      return name + " exchanges " + scenario_.name_of(pending.word) + " with " +
             std::to_string(pending.value) + ": was " + std::to_string(*pending.word);
    case Kind::kWait:
      return name + " wakes";
    case Kind::kChoose:
      return name + " chooses " + std::to_string(transition.index);
    case Kind::kNone:
      break;
  }
  return name;
}

bool is_exploring() { return current != nullptr && current->is_inside() && !is_at_once; }

struct Frame {
  std::vector<Transition> transitions;
  size_t taken = 0;
};

/** The steps to a failure, one a line. */
std::string retold(Run& run, const std::vector<Frame>& path) {
  std::string text;
  run.restart();
  for (const Frame& frame : path) {
    const Transition& transition = frame.transitions[frame.taken];
    text += "\n  " + run.describe(transition);
    run.take(transition);
  }
  return text;
}

/** Goes to the next branch that was not taken. @returns false when there is none. */
bool go_to_next_branch(Run& run, std::vector<Frame>& path) {
  while (!path.empty() && path.back().taken + 1 == path.back().transitions.size()) path.pop_back();
  if (path.empty()) return false;
  ++path.back().taken;
  run.restart();
  for (const Frame& frame : path) run.take(frame.transitions[frame.taken]);
  return true;
}

}  // namespace

Explored explore(Scenario& scenario, uint32_t death_count_max) {
  Explored explored;
  Run run(scenario, death_count_max);
  current = &run;
  std::unordered_set<Sum, SumHash> visited;
  std::vector<Frame> path;
  run.restart();
  do {
    // Down, until a state was seen before or nothing can happen any more.
    while (run.failure().empty() && visited.insert(run.sum()).second) {
      Frame frame{run.transitions()};
      // Peers that merely could die do not make a world that rests a live one.
      if (std::all_of(frame.transitions.begin(), frame.transitions.end(),
                      [](const Transition& each) { return each.move == Move::kDie; })) {
        ++explored.end_count;
        run.judge_end();
      }
      if (frame.transitions.empty() || !run.failure().empty()) break;
      run.take(frame.transitions[0]);
      path.push_back(std::move(frame));
      ++explored.transition_count;
      explored.depth_max = std::max<uint64_t>(explored.depth_max, path.size());
    }
    if (!run.failure().empty()) {
      const std::string what = run.failure();
      explored.failure = what + retold(run, path);
      break;
    }
    if (visited.size() > kStateCountMax) {
      explored.failure = "too many states for a scenario";
      break;
    }
    ++explored.transition_count;
  } while (go_to_next_branch(run, path));
  explored.state_count = visited.size();
  current = nullptr;
  return explored;
}

AtOnce::AtOnce() { is_at_once = true; }
AtOnce::~AtOnce() { is_at_once = false; }

uint32_t step_load(uint32_t* word) {
  return is_exploring() ? current->step({Kind::kLoad, Order::kSequential, word, 0, nullptr}) : *word;
}

void step_store(uint32_t* word, uint32_t value, Order order) {
  if (is_exploring()) {
    current->step({Kind::kStore, order, word, value, nullptr});
  } else {
    write_now(word, value);
  }
}

uint32_t step_exchange(uint32_t* word, uint32_t value) {
  if (is_exploring()) {
    return current->step({Kind::kExchange, Order::kSequential, word, value, nullptr});
  }
  const uint32_t before = *word;
  write_now(word, value);
  return before;
}

void step_wait(std::initializer_list<uint32_t*> words) {
  if (is_exploring()) current->step({Kind::kWait, Order::kSequential, nullptr, 0, &words});
}

uint32_t step_choose(uint32_t count) {
  return is_exploring() ? current->step({Kind::kChoose, Order::kSequential, nullptr, count, nullptr})
                        : 0;
}

void forget_all_but(const std::vector<uint64_t>& sums) {
  if (is_exploring()) current->forget_all_but(sums);
}

void fail(const std::string& what) {
  if (current == nullptr) throw Failure{what};
  current->fail(what);
}

void write_now(uint32_t* word, uint32_t value) {
  if (current != nullptr) {
    current->write(word, value);
  } else {
    *word = value;
  }
}

}  // namespace signalbox::model
