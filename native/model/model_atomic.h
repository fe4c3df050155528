// The words of the core while it runs in the model: each access is a step of the explorer. Same size
// and place in memory as the standard's, so that layouts hold.
#pragma once

#include <atomic>
#include <cstdint>

#include "explorer.h"

namespace signalbox::model {

inline Order order_of(std::memory_order order) {
  switch (order) {
    case std::memory_order_relaxed:
      return Order::kRelaxed;
    case std::memory_order_seq_cst:
      return Order::kSequential;
    default:
      return Order::kRelease;
  }
}

/** A word somewhere in memory. */
template <typename T>
class AtomicRef {
  static_assert(sizeof(T) == sizeof(uint32_t), "the model knows 32-bit words");

 public:
  explicit AtomicRef(T& word) : word_(reinterpret_cast<uint32_t*>(&word)) {}
  T load(std::memory_order = std::memory_order_seq_cst) const { return step_load(word_); }
  void store(T value, std::memory_order order = std::memory_order_seq_cst) const {
    step_store(word_, value, order_of(order));
  }
  T exchange(T value, std::memory_order = std::memory_order_seq_cst) const {
    return step_exchange(word_, value);
  }

 private:
  uint32_t* word_;
};

template <typename T>
class Atomic {
 public:
  static constexpr bool is_always_lock_free = true;
  Atomic() = default;
  constexpr Atomic(T value) : word_(value) {}
  Atomic(const Atomic&) = delete;
  Atomic& operator=(const Atomic&) = delete;

  T load(std::memory_order = std::memory_order_seq_cst) const {
    return step_load(const_cast<T*>(&word_));
  }
  void store(T value, std::memory_order order = std::memory_order_seq_cst) {
    step_store(&word_, value, order_of(order));
  }
  T exchange(T value, std::memory_order = std::memory_order_seq_cst) {
    return step_exchange(&word_, value);
  }
  /** For the explorer's names of words. */
  uint32_t* word() { return &word_; }

 private:
  T word_;
};

}  // namespace signalbox::model
