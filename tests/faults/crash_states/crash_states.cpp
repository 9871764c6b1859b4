// crash_states ROUNDS BOUND: every state that a crash of each operation can leave on the disk, opened again by means of
// the library. No byte that it has acknowledged is lost, every file opens, and none has what nobody wrote.
//
// The model is that of Pillai and others, All File Systems Are Not Created Equal (OSDI 2014), and of Mohan and others,
// Finding Crash-Consistency Bugs with Bounded Black-Box Crash Testing (OSDI 2018): record, reorder within what no sync
// has ordered, and open what is left. A moment with more than BOUND states is sampled.
#include <iostream>
#include <mmapkit/mmapkit.hpp>
#include <unordered_set>

#include "../disks/check.hpp"
#include "disk.hpp"
#include "judge.hpp"
#include "operation.hpp"

using namespace crash_states;

namespace {

struct figures {
  std::size_t states = 0;
  std::size_t moments = 0;
  std::size_t sampled = 0;       // moments
  std::size_t acknowledged = 0;  // bytes, of all states
  std::size_t lost = 0;          // bytes
  std::size_t impossible = 0;    // bytes
  std::size_t unopened = 0;      // files that do not open, or hold what they never may

  std::size_t wrong() const { return lost + impossible + unopened; }

  figures& operator+=(const figures& other) {
    states += other.states, moments += other.moments, sampled += other.sampled, acknowledged += other.acknowledged;
    lost += other.lost, impossible += other.impossible, unopened += other.unopened;
    return *this;
  }
};

class trial {
 public:
  trial(const operation& what, system_rules rules, std::uint64_t seed, const disk& states)
      : what_{what}, rules_{rules}, seed_{seed}, states_{states} {}

  figures run(std::size_t bound) {
    record();
    std::mt19937_64 random{seed_};
    for (std::size_t moment = 0; moment <= history_.events.size(); ++moment) try_moment(moment, bound, random);
    return counted_;
  }

 private:
  void record() {
    const disk own;
    const auto file = own.folder() / file_name;
    what_.prepare(file);
    before_ = what_.reopen(file);
    own.clear();
    what_.prepare(file);  // opening may have changed it
    numbers random{seed_};
    recorder log{own.folder(), rules_};
    what_.run(file, log, random);
    history_ = std::move(log).take();
  }

  void try_moment(std::size_t moment, std::size_t bound, std::mt19937_64& random) {
    const bool acknowledges = moment != 0 && history_.events[moment - 1].kind == event_kind::acknowledgement;
    if (acknowledges) ++acknowledgements_;
    const expectation expected{history_, before_, moment};
    const crash_point point{history_, moment};
    ++counted_.moments;
    if (!point.is_exhaustive(bound)) ++counted_.sampled;
    point.each(bound, random, [&](const state& left) { try_state(left, expected, moment); });
  }

  void try_state(const state& left, const expectation& expected, std::size_t moment) {
    // The same state is asked the same questions once.
    if (!seen_.insert(hash_of(left) * 31 + acknowledgements_).second) return;
    ++counted_.states;
    counted_.acknowledged += expected.acknowledged();
    states_.become(left);
    try {
      const auto found = expected.compare(what_.reopen(states_.folder() / file_name));
      counted_.lost += found.lost;
      counted_.impossible += found.impossible;
      if (found.lost + found.impossible != 0)
        tell(moment, std::to_string(found.lost) + " bytes lost, " + std::to_string(found.impossible) + " impossible");
    } catch (const std::exception& error) {
      ++counted_.unopened;
      tell(moment, error.what());
    }
  }

  void tell(std::size_t moment, const std::string& what) {
    if (what_.is_control || rules_.lies || std::exchange(told_, true)) return;
    std::cout << what_.name << (rules_.old ? ", old system" : "") << ", seed " << seed_ << ", after " << moment
              << " of " << history_.events.size() << " events: " << what << '\n';
  }

  const operation& what_;
  system_rules rules_;
  std::uint64_t seed_;
  const disk& states_;
  history history_;
  bytes before_;
  std::unordered_set<std::size_t> seen_;
  std::size_t acknowledgements_ = 0;
  figures counted_;
  bool told_ = false;
};

class proof {
 public:
  proof(std::size_t rounds, std::size_t bound) : rounds_{rounds}, bound_{bound} {}

  // Every other round on a system without fallocate and pwritev2.
  void try_operation(const operation& what) {
    figures of;
    for (std::size_t round = 0; round != rounds_; ++round)
      of += trial{what, {.old = round % 2 == 1}, round, states_}.run(bound_);
    std::cout << what.name << ": " << of.states << " states of " << of.moments << " moments (" << of.sampled
              << " sampled), " << of.wrong() << " wrong\n";
    total_ += of;
    expect_loss(what, {.lies = true});
  }

  // Where nothing could be lost nothing is proved.
  void expect_loss(const operation& what, system_rules rules) {
    const auto of = trial{what, rules, 0, states_}.run(bound_);
    ++controls_;
    if (of.lost + of.unopened != 0)
      ++losing_;
    else
      std::cout << what.name << (rules.lies ? " on a drive that lies" : "") << ": nothing is lost\n";
  }

  int conclude() const {
    std::cout << "crash_states: " << total_.states << " states, " << total_.acknowledged
              << " acknowledged bytes looked for, " << total_.lost << " lost, " << total_.unopened
              << " files that do not open, " << total_.impossible << " impossible bytes; " << total_.sampled << " of "
              << total_.moments << " moments sampled; " << losing_ << " of " << controls_ << " controls lose data\n";
    return total_.wrong() == 0 && losing_ == controls_ && total_.acknowledged != 0 ? 0 : 1;
  }

 private:
  std::size_t rounds_;
  std::size_t bound_;
  disk states_;
  figures total_;
  std::size_t controls_ = 0;
  std::size_t losing_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  try {
    check(argc == 3, std::string{"usage: "} + argv[0] + " ROUNDS BOUND");
    proof all{std::stoul(argv[1]), std::stoul(argv[2])};
    for (const auto& each : operations_on_mappings()) all.try_operation(each);
    for (const auto& each : operations_on_types()) all.try_operation(each);
    for (const auto& each : controls()) all.expect_loss(each, {});
    return all.conclude();
  } catch (const std::exception& error) {
    std::cout << "crash_states: " << error.what() << '\n';
    return 1;
  }
}
