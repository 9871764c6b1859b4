// Runs the assertions, compares them with the table, and counts those that were proved.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <cstring>
#include <iostream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "assertions.hpp"
#include "conformance.hpp"
#include "system.hpp"

namespace conformance {

namespace {

enum class verdict { proved, refused, untried };

struct tally {
  std::map<std::string, int> seen;  // how many test cases each number has
  std::map<verdict, int> counts;
  std::vector<std::string> untried;
  std::string current;
  std::string why;
  verdict running = verdict::proved;
  bool chosen = false;  // some test cases were left out
};

tally& results() {
  static tally all;
  return all;
}

std::string number_of(const char* name) { return {name, std::strcspn(name, ":")}; }

struct counter : doctest::IReporter {
  explicit counter(const doctest::ContextOptions& /*options*/) {}

  void test_case_start(const doctest::TestCaseData& test) override {
    auto& all = results();
    all.current = number_of(test.m_name);
    all.running = verdict::proved;
    ++all.seen[all.current];
  }
  void test_case_end(const doctest::CurrentTestCaseStats& /*test*/) override {
    auto& all = results();
    ++all.counts[all.running];
    if (all.running == verdict::untried) all.untried.push_back(all.current + " (" + all.why + ")");
  }
  void test_case_skipped(const doctest::TestCaseData& test) override {
    if (number_of(test.m_name).find(' ') == std::string::npos) return;  // no assertion: what other processes run
    ++results().seen[number_of(test.m_name)];
    results().chosen = true;
  }

  void report_query(const doctest::QueryData& /*query*/) override {}
  void test_run_start() override {}
  void test_run_end(const doctest::TestRunStats& /*run*/) override {}
  void test_case_reenter(const doctest::TestCaseData& /*test*/) override {}
  void test_case_exception(const doctest::TestCaseException& /*error*/) override {}
  void subcase_start(const doctest::SubcaseSignature& /*subcase*/) override {}
  void subcase_end() override {}
  void log_assert(const doctest::AssertData& /*assertion*/) override {}
  void log_message(const doctest::MessageData& /*message*/) override {}
};

REGISTER_LISTENER("counter", 1, counter);

// Every number of the table has one test case, and nothing else has any.
bool table_is_met() {
  auto rest = results().seen;
  bool met = true;
  const auto complain = [&](const std::string& number, const char* what) {
    std::cout << "conformance: " << number << ' ' << what << '\n';
    met = false;
  };
  for (const auto line : assertions) {
    std::istringstream words{std::string{line}};
    std::string call;
    words >> call;
    for (std::string number; words >> number;) {
      const auto found = rest.extract(call + ' ' + number);
      if (found.empty())
        complain(call + ' ' + number, "has no test case here");
      else if (found.mapped() != 1)
        complain(found.key(), "has more than one test case");
    }
  }
  for (const auto& [number, count] : rest) complain(number, "is not in the table of assertions");
  return met;
}

int conclude(int result) {
  if (!table_is_met() && result == 0) result = 1;
  if (result != 0) {
    std::cout << "conformance: FAILED\n";
    return result;
  }
  auto& all = results();
  std::cout << "conformance: " << all.counts[verdict::proved] << " assertions proved, " << all.counts[verdict::refused]
            << " asserted as refused";
  if (!all.untried.empty()) std::cout << ", " << all.untried.size() << " could not be tried here";
  std::cout << (all.chosen ? ", of those chosen\n" : "\n");
  for (const auto& line : all.untried) std::cout << "  not tried: " << line << '\n';
  return 0;
}

}  // namespace

void as_refused() { results().running = verdict::refused; }

void as_untried(std::string_view why) {
  results().running = verdict::untried;
  results().why = why;
}

}  // namespace conformance

int main(int argc, char** argv) {
  if (argc == 4 && std::string_view{argv[1]} == "--task") return conformance::run_task(argv[2], argv[3]);
  doctest::Context context{argc, argv};
  const int result = context.run();
  return context.shouldExit() ? result : conformance::conclude(result);
}
