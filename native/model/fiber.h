// A stack of its own for a function that stops in the middle and goes on later, or is left for good.
// Destructors of what a left function held do not run: actors own no memory.
#pragma once

#include <csetjmp>
#include <cstddef>
#include <functional>
#include <memory>

namespace signalbox::model {

class Fiber {
 public:
  Fiber();
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  /** Leaves whatever it runs, and waits to run `body` from its beginning. */
  void restart(const std::function<void()>* body);

  /** Runs on to the next pause(), or to the end of the body. */
  void resume();

  /** Back to whoever called resume(). From inside only. */
  void pause();

  [[nodiscard]] bool is_done() const { return is_done_; }

 private:
  static void begin();
  void live();

  static constexpr size_t kStackBytes = 256 * 1024;
  std::unique_ptr<std::byte[]> stack_;
  const std::function<void()>* body_ = nullptr;
  bool is_done_ = true;
  /** Where a restart begins: at the bottom of the stack. */
  jmp_buf bottom_;
  jmp_buf inside_;
  jmp_buf outside_;
};

}  // namespace signalbox::model
