// See fiber.h. ucontext makes the stack; from then on setjmp and longjmp switch, which need no
// system call and are twenty times faster.
#include "fiber.h"

#include <ucontext.h>

namespace signalbox::model {
namespace {

/** Of the fiber that is being made. */
Fiber* being_made = nullptr;

}  // namespace

Fiber::Fiber() : stack_(std::make_unique<std::byte[]>(kStackBytes)) {
  ucontext_t inside;
  ucontext_t outside;
  getcontext(&inside);
  inside.uc_stack.ss_sp = stack_.get();
  inside.uc_stack.ss_size = kStackBytes;
  inside.uc_link = nullptr;
  makecontext(&inside, &Fiber::begin, 0);
  being_made = this;
  if (_setjmp(outside_) == 0) swapcontext(&outside, &inside);
}

void Fiber::begin() { being_made->live(); }

// Never returns: there is nothing below it on this stack.
void Fiber::live() {
  // A restart comes back here and leaves all that is above on this stack.
  static_cast<void>(_setjmp(bottom_));
  pause();
  (*body_)();
  is_done_ = true;
  for (;;) pause();
}

void Fiber::restart(const std::function<void()>* body) {
  body_ = body;
  is_done_ = false;
  if (_setjmp(outside_) == 0) _longjmp(bottom_, 1);
}

void Fiber::resume() {
  if (_setjmp(outside_) == 0) _longjmp(inside_, 1);
}

void Fiber::pause() {
  if (_setjmp(inside_) == 0) _longjmp(outside_, 1);
}

}  // namespace signalbox::model
