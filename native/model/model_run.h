// Runs scenarios and says what came of them, one TAP line each.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "explorer.h"

namespace signalbox::model {

struct Case {
  std::string name;
  std::unique_ptr<Scenario> scenario;
  /** How many actors may die in one run. */
  uint32_t death_count_max = 0;
};

/** Explores every case. @returns the program's exit code: 1 when a rule was broken. */
int run_cases(const std::string& model, const std::vector<Case>& cases);

}  // namespace signalbox::model
