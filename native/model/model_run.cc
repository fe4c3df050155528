// See model_run.h.
#include "model_run.h"

#include <chrono>
#include <cstdio>

namespace signalbox::model {

int run_cases(const std::string& model, const std::vector<Case>& cases) {
  int exit_code = 0;
  uint64_t state_count = 0;
  uint64_t transition_count = 0;
  for (const Case& each : cases) {
    const auto start = std::chrono::steady_clock::now();
    const Explored explored = explore(*each.scenario, each.death_count_max);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
    const bool is_right = explored.failure.empty();
    if (!is_right) exit_code = 1;
    std::printf("%s - %s: %s\n", is_right ? "ok" : "not ok", model.c_str(), each.name.c_str());
    std::printf("# %llu states, %llu transitions, %llu ends, %llu steps deep, %.1f s\n",
                static_cast<unsigned long long>(explored.state_count),
                static_cast<unsigned long long>(explored.transition_count),
                static_cast<unsigned long long>(explored.end_count),
                static_cast<unsigned long long>(explored.depth_max), seconds.count());
    if (!is_right) {
      std::string text = explored.failure;
      for (size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 3) {
        text.replace(at, 1, "\n# ");
      }
      std::printf("# %s\n", text.c_str());
    }
    std::fflush(stdout);
    state_count += explored.state_count;
    transition_count += explored.transition_count;
  }
  std::printf("# %s: %llu states, %llu transitions explored\n", model.c_str(),
              static_cast<unsigned long long>(state_count),
              static_cast<unsigned long long>(transition_count));
  return exit_code;
}

}  // namespace signalbox::model
