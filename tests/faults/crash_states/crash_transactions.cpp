// crash_transactions TRANSACTIONS SUBSETS SAMPLES CUT_OFF [FIRST]: every state that a crash of a program of random
// transactions can leave on the disk is opened as an atomic_mapping, and shows exactly the content of the last commit
// that had returned, or of the one that was under way. So do the states that a crash of that opening leaves, and of the
// opening after it.
//
// At each moment every subset of the sectors that no sync has ordered is tried, where they are no more than SUBSETS,
// and SAMPLES states at random, and half as many in which sectors are torn at any byte. One in CUT_OFF openings is cut
// off. FIRST is the number of the first program of ten transactions, for a run in several parts.
#include <array>
#include <iostream>
#include <memory>
#include <unordered_set>

#include "../disks/check.hpp"
#include "disk.hpp"
#include "transactions.hpp"

using namespace crash_states;

namespace {

constexpr std::size_t transactions_of_program = 10;

struct figures {
  std::size_t states = 0;
  std::size_t nested = 0;  // of them, of openings that were cut off
  std::size_t moments = 0;
  std::size_t complete = 0;  // moments with every subset
  std::size_t mixtures = 0;
  std::size_t lost = 0;
  std::size_t unopened = 0;

  std::size_t wrong() const { return mixtures + lost + unopened; }
};

// One in so many states is opened with a recorder, and the crashes of that are tried.
struct effort {
  std::size_t subsets;
  std::size_t samples;
  std::size_t cut_off = 0;  // 0: none
};

class trial {
 public:
  using recovery = bytes (*)(const path& file);

  trial(recovery recover, std::uint64_t seed, effort how) : recover_{recover}, random_{seed}, how_{how} {}

  void try_all(const history& of, const bytes& before) { try_all(of, before, nullptr, 0); }
  const figures& counted() const { return counted_; }

 private:
  // What may be found: of transactions as their history says, of an opening that is cut off the same as without that.
  void try_all(const history& of, const bytes& before, const allowed_contents* only, std::size_t depth) {
    std::unordered_set<std::size_t> seen;
    for (std::size_t moment = 0; moment <= of.events.size(); ++moment) {
      const allowed_contents allowed{of, before, moment};
      const auto acknowledged = moment != 0 && of.events[moment - 1].kind == event_kind::acknowledgement;
      if (acknowledged) seen.clear();  // less is allowed
      const auto visit = [&](const state& left) {
        if (seen.insert(hash_of(left)).second) try_state(left, only != nullptr ? *only : allowed, depth, moment);
      };
      const crash_point point{of, moment};
      ++counted_.moments;
      if (depth == 0 && point.each_subset(how_.subsets, visit) != 0) ++counted_.complete;
      point.each(depth == 0 ? how_.samples : how_.samples / 2 + 2, random_, visit);
      point.each_torn(how_.samples / 2, random_, visit);
    }
  }

  void try_state(const state& left, const allowed_contents& allowed, std::size_t depth, std::size_t moment) {
    ++counted_.states;
    if (depth != 0) ++counted_.nested;
    const auto& place = places_[depth];
    place.become(left);
    try {
      const auto found = recover_(place.folder() / file_name);
      if (!allowed.has(found)) {
        ++(allowed.is_older(found) ? counted_.lost : counted_.mixtures);
        tell(depth, moment, (allowed.is_older(found) ? "a commit is lost" : "a mixture") + allowed.difference(found));
      } else if (depth + 1 != places_.size() && how_.cut_off != 0 && random_() % how_.cut_off == 0) {
        cut_off(left, found, depth);
      }
    } catch (const std::exception& error) {
      ++counted_.unopened;
      tell(depth, moment, error.what());
    }
  }

  void cut_off(const state& left, const bytes& found, std::size_t depth) {
    const auto& place = places_[depth];
    place.become(left);
    recorder log{place.folder(), {.old = random_() % 2 == 1}};
    recover_(place.folder() / file_name);
    const auto opening = std::move(log).take();
    const allowed_contents only{found};
    try_all(opening, found, &only, depth + 1);
  }

  void tell(std::size_t depth, std::size_t moment, const std::string& what) {
    if (told_++ >= 3) return;
    std::cout << "  wrong, after event " << moment << ", openings cut off before: " << depth << ": " << what << '\n';
  }

  recovery recover_;
  std::mt19937_64 random_;
  effort how_;
  std::array<disk, 3> places_;
  figures counted_;
  int told_ = 0;
};

void tell(const char* what, const figures& of) {
  std::cout << what << ": " << of.states << " states (" << of.nested << " of openings that were cut off) of "
            << of.moments << " moments, at " << of.complete << " with every subset of the sectors: " << of.mixtures
            << " mixtures, " << of.lost << " lost commits, " << of.unopened << " do not open" << std::endl;
}

// Programs one after the other, each on what the one before has left.
class run {
 public:
  run(opener open, trial::recovery recover, effort how) : open_{std::move(open)}, all_{recover, 1, how} {}

  const figures& of(std::size_t transactions, bool lies, std::size_t first = 0) {
    for (std::size_t number = 0; number * transactions_of_program < transactions; ++number) {
      try_program(first + number, lies);
      if (transactions > 2 * transactions_of_program) tell("  so far", all_.counted());
    }
    return all_.counted();
  }

 private:
  void try_program(std::size_t number, bool lies) {
    numbers random{number};
    const auto file = place_->folder() / file_name;
    const auto before = before_;
    recorder log{place_->folder(), {.old = number % 4 == 3, .lies = lies}};
    auto left = run_transactions(open_, file, transactions_of_program, log, random);
    before_ = bytes(left->memory().begin(), left->memory().end());
    const auto program = std::move(log).take();
    if (number % 2 == 0) {
      left.reset();
    } else {  // a crash
      auto next = std::make_unique<disk>();
      std::filesystem::copy(place_->folder(), next->folder());
      left.reset();
      place_ = std::move(next);
    }
    all_.try_all(program, before);
  }

  opener open_;
  trial all_;
  std::unique_ptr<disk> place_ = std::make_unique<disk>();
  bytes before_;
};

}  // namespace

int main(int argc, char** argv) {
  try {
    check(argc == 5 || argc == 6, std::string{"usage: "} + argv[0] + " TRANSACTIONS SUBSETS SAMPLES CUT_OFF [FIRST]");
    const auto transactions = std::stoul(argv[1]);
    const effort few{.subsets = 16, .samples = 4};
    const auto lying = run{open_atomic, recover_atomic, few}.of(transactions_of_program, true);
    tell("control, a drive whose syncs do nothing", lying);
    const auto shared = run{open_shared, recover_shared, few}.of(transactions_of_program, false);
    tell("control, a shared mapping with msync", shared);
    const effort how{std::stoul(argv[2]), std::stoul(argv[3]), std::stoul(argv[4])};
    const auto all = run{open_atomic, recover_atomic, how}.of(transactions, false, argc == 6 ? std::stoul(argv[5]) : 0);
    tell("crash_transactions", all);
    return all.wrong() == 0 && lying.wrong() != 0 && shared.mixtures != 0 ? 0 : 1;
  } catch (const std::exception& error) {
    std::cout << "crash_transactions: " << error.what() << '\n';
    return 1;
  }
}
