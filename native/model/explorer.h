// An explorer of interleavings: runs actors, which are ordinary C++ functions, in every order of
// their steps, with a death of an actor at every step, and tells what came of it.
//
//   step      one access to a shared word, one wait, one choice: all between two steps is the actor's
//             own and is seen by nobody
//   memory    a store that is not sequentially consistent waits in a buffer of its actor. It becomes
//             visible at any later time, also after younger stores to other words; a release store
//             only after all older stores. A sequentially consistent store, and an exchange, waits
//             until the buffer is empty. That is x86 with stores reordered as well; loads are not
//             reordered (the thread sanitizer watches acquire).
//   death     the actor takes no further step. What waits in its buffer becomes visible, as the
//             processor would have it; then the world is told (a kernel closes sockets).
//   state     the words, what waits in buffers, and of each actor all that its steps gave it, which
//             determines where it is. Two states with equal sums of 128 bits count as one.
//
// Every state is visited once: each transition from it is taken, so what is found holds for all
// orders, within the sizes of the scenario. An actor that loops on the same answers never ends the
// exploration, so actors wait instead of spinning.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

namespace signalbox::model {

enum class Order { kRelaxed, kRelease, kSequential };

// Steps. Called by actors; outside of them (while a world is laid out) they act at once.

uint32_t step_load(uint32_t* word);
void step_store(uint32_t* word, uint32_t value, Order order);
uint32_t step_exchange(uint32_t* word, uint32_t value);

/** Waits until one of the words is not 0. Without it the actor is stuck, which at_end may allow. */
void step_wait(std::initializer_list<uint32_t*> words);

/** Takes each number below `count` in turn. */
uint32_t step_choose(uint32_t count);

/**
 * Says that `sums` alone determine what the actor does from here on, whatever its steps gave it
 * before: so ways that lead to the same place count as one.
 */
void forget_all_but(const std::vector<uint64_t>& sums);

/** Ends this run: a rule is broken. Does not return. */
[[noreturn]] void fail(const std::string& what);

/** While it lives, the actor's accesses are part of its last step: to memory that nobody else has. */
class AtOnce {
 public:
  AtOnce();
  ~AtOnce();
  AtOnce(const AtOnce&) = delete;
  AtOnce& operator=(const AtOnce&) = delete;
};

/** One thread, or one process. */
struct Actor {
  std::string name;
  std::function<void()> body;
  /** Whether it may die at any step. */
  bool may_die = false;
};

/** A world and its actors. */
class Scenario {
 public:
  virtual ~Scenario() = default;
  /** Lays the world out anew; its memory must lie where it lay before. */
  virtual void reset() = 0;
  virtual std::vector<Actor> actors() = 0;
  /** An actor died: what the kernel does then, by write_now(). */
  virtual void on_death(size_t /*actor*/) {}
  /** Nothing can happen any more. `is_done` of each actor: it ended, rather than waits. */
  virtual void at_end(const std::vector<bool>& is_done, const std::vector<bool>& is_dead) = 0;
  /** Names a word for the list of steps that led to a failure. */
  virtual std::string name_of(const uint32_t* /*word*/) { return "a word"; }
};

/** A store of the world itself, visible at once. */
void write_now(uint32_t* word, uint32_t value);

struct Explored {
  uint64_t state_count = 0;
  uint64_t transition_count = 0;
  /** Ends that were reached, each of them judged by at_end. */
  uint64_t end_count = 0;
  uint64_t depth_max = 0;
  /** Empty when every rule held; else what was broken, and the steps that led there. */
  std::string failure;
};

/** Most states of one scenario: more are a fault of its sizes, and fail it. */
inline constexpr uint64_t kStateCountMax = 20'000'000;

/** @param death_count_max how many actors may die in one run. */
Explored explore(Scenario& scenario, uint32_t death_count_max);

}  // namespace signalbox::model
