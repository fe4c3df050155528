// A thread that watches rings whose words others write as they like: rings come and go, ring, lie about
// their positions. The cycle keeps its books: an armed ring has its bell armed until somebody turns it
// to 0, and who is removed is never touched again.
//
//   input   commands: a byte, then its operands; see the switch
#include <map>
#include <memory>

#include "core/duty_cycle.h"
#include "input.h"

namespace signalbox::fuzz {
namespace {

constexpr int kCommandCountMax = 200;
constexpr size_t kRingCountMax = 8;

struct Words {
  std::atomic<uint32_t> tail{0};
  std::atomic<uint32_t> head{0};
  std::atomic<uint32_t> bell{0};
};

class Thread {
 public:
  explicit Thread(Input& input) : input_(input), cycle_(*this, input.byte() % 2 * 3 * kSpinNsMin) {}

  void run() {
    for (int count = 0; count < kCommandCountMax && !input_.is_over(); ++count) step();
    cycle_.stop();
    for (const auto& [id, words] : rings_) must(words->bell.load() == 0, "a stop silences every bell");
  }

  // The host of the cycle.
  bool tell(uint32_t id) {
    must(id != 0, "a ring has an id");
    return input_.byte() != 77;
  }
  Turn turn(bool must_see_all) {
    for (const auto& [id, words] : rings_) {
      if (must_see_all || input_.byte() % 2 == 0) words->head.store(words->tail.load());
    }
    // What is left of the input decides, so it ends.
    if (input_.is_over()) return Turn::kIdle;
    return static_cast<Turn>(input_.byte() % 4);
  }
  void call_soon() {}
  [[nodiscard]] bool wants_ring_ids() const { return true; }
  uint64_t now_ns() { return now_ns_ += kSpinNsMin; }
  bool has_events() { return input_.byte() % 4 == 1; }
  void yield_core() {}
  [[nodiscard]] bool has_idle_core() const { return false; }
  void step_aside() {}

 private:
  void step() {
    switch (input_.byte() % 8) {
      case 0:
        if (rings_.size() < kRingCountMax) {
          auto words = std::make_unique<Words>();
          const uint32_t id = cycle_.watch({&words->tail, &words->head, &words->bell});
          must(rings_.emplace(id, std::move(words)).second, "an id is given once");
        }
        break;
      case 1: {
        const uint32_t id = input_.byte();
        // Frees the words: the address sanitizer sees a later touch.
        must(cycle_.unwatch(id) == (rings_.erase(id) == 1), "who is watched can be removed, once");
        break;
      }
      case 2:
        if (Words* const words = any()) words->tail.store(input_.word());
        break;
      case 3:
        if (Words* const words = any()) words->bell.store(input_.byte());
        break;
      case 4:
        cycle_.rang(input_.byte());
        break;
      case 5:
        cycle_.kick();
        break;
      case 6:
        cycle_.rescue();
        cycle_.arm();
        break;
      case 7:
        cycle_.run();
        break;
    }
  }

  Words* any() {
    const uint8_t wanted = input_.byte();
    if (rings_.empty()) return nullptr;
    auto found = rings_.begin();
    std::advance(found, wanted % rings_.size());
    return found->second.get();
  }

  Input& input_;
  std::map<uint32_t, std::unique_ptr<Words>> rings_;
  DutyCycle<Thread> cycle_;
  uint64_t now_ns_ = 0;
};

}  // namespace
}  // namespace signalbox::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t count) {
  signalbox::fuzz::Input input(bytes, count);
  signalbox::fuzz::Thread(input).run();
  return 0;
}
