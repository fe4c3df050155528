// The ring (core/spsc_ring.h) in every order of steps: no record is lost, given twice or torn, no
// batch is seen in part, and a producer that waits for room gets it, whoever dies when.
#include "link_world.h"
#include "model_run.h"

namespace signalbox::model {
namespace {

/** 128 bytes before the end of the data, and of the numbers. */
constexpr uint32_t kBeforeEnd = 0xffff'ff80;

std::unique_ptr<Scenario> of(LinkWorld::Options options) {
  return std::make_unique<LinkWorld>(std::move(options));
}

std::vector<Case> cases() {
  std::vector<Case> all;
  // The second record does not fit before the end: padding, and positions overflow.
  const LinkPlan wrapping{{{40, 96}, {33}}, kBeforeEnd, 0};
  all.push_back({"two batches over the end of the ring", of({.links = {wrapping}}), 0});
  all.push_back({"two batches, the producer dies at any step",
                 of({.links = {wrapping}, .may_producers_die = true}), 1});
  all.push_back({"two batches, the reader dies at any step",
                 of({.links = {wrapping}, .may_reader_die = true}), 1});
  const LinkPlan full{{{512}, {512}}, 0, 8};
  all.push_back({"a full ring: the producer waits for room, and gets it",
                 of({.links = {full}, .poll_count_max = 2}), 0});
  all.push_back({"a full ring, taken one by one",
                 of({.links = {{{{512}}, 0, 8}}, .poll_count_max = 1}), 0});
  all.push_back({"a full ring, the producer dies at any step",
                 of({.links = {full}, .poll_count_max = 3, .may_producers_die = true}), 1});
  all.push_back({"a full ring, the reader dies at any step",
                 of({.links = {full}, .poll_count_max = 3, .may_reader_die = true}), 1});
  return all;
}

}  // namespace
}  // namespace signalbox::model

int main() { return signalbox::model::run_cases("ring", signalbox::model::cases()); }
