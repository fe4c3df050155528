// The atomic words of the core: those of the standard library. The model (native/model) builds the
// same sources with words of its own, so that each access is a step which it may order otherwise.
#pragma once

#if defined(SIGNALBOX_MODEL)

#include "../model/model_atomic.h"

namespace signalbox {

template <typename T>
using Atomic = model::Atomic<T>;
template <typename T>
using AtomicRef = model::AtomicRef<T>;

}  // namespace signalbox

#else

#include <atomic>

namespace signalbox {

template <typename T>
using Atomic = std::atomic<T>;
template <typename T>
using AtomicRef = std::atomic_ref<T>;

}  // namespace signalbox

#endif
