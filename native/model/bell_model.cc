// Falling asleep and waking (core/ring_watch.h, core/duty_cycle.h) in every order of steps: a reader
// never sleeps while records lie in a ring that it was not told of. The rescue that looks again after
// half a second is left out here, so nothing depends on it.
#include "link_world.h"
#include "model_run.h"

namespace signalbox::model {
namespace {

std::unique_ptr<Scenario> of(LinkWorld::Options options) {
  options.has_bodies = false;
  return std::make_unique<LinkWorld>(std::move(options));
}

std::vector<Case> cases() {
  std::vector<Case> all;
  const LinkPlan one{{{32}}, 0, 0};
  const LinkPlan two{{{32}, {32}}, 0, 0};
  const LinkPlan three{{{32}, {32}, {32}}, 0, 0};
  all.push_back({"one ring, three batches", of({.links = {three}}), 0});
  all.push_back({"two rings", of({.links = {one, one}}), 0});
  all.push_back({"two rings, the reader looks on before it sleeps",
                 of({.links = {one, one}, .spin_count = 2}), 0});
  all.push_back({"a quiet ring is armed beside a busy one",
                 of({.links = {one, two}, .is_first_quiet = true}), 0});
  all.push_back({"a ring is watched by a sleeper, its producer being at work",
                 of({.links = {one, two}, .joins_late = true}), 0});
  all.push_back({"two rings, a producer dies at any step",
                 of({.links = {one, one}, .may_producers_die = true}), 1});
  return all;
}

}  // namespace
}  // namespace signalbox::model

int main() { return signalbox::model::run_cases("bell", signalbox::model::cases()); }
