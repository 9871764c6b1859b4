#include "property.hpp"

#include <cstdlib>
#include <string>

namespace property {

namespace {

std::uint64_t number(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text == nullptr || *text == '\0' ? otherwise : std::stoull(text);
}

// doctest drops what INFO has when the program crashes.
struct place_reporter : doctest::IReporter {
  explicit place_reporter(const doctest::ContextOptions& /*options*/) {}

  void test_case_end(const doctest::CurrentTestCaseStats& test) override {
    if (test.failure_flags == 0) return;
    const auto& place = running();
    std::cout << place.name << ": failed in operation " << place.operation << ", MMAPKIT_PROPERTY_SEED=" << seed()
              << std::endl;
  }

  void report_query(const doctest::QueryData& /*query*/) override {}
  void test_run_start() override {}
  void test_run_end(const doctest::TestRunStats& /*run*/) override {}
  void test_case_start(const doctest::TestCaseData& /*test*/) override {}
  void test_case_reenter(const doctest::TestCaseData& /*test*/) override {}
  void test_case_exception(const doctest::TestCaseException& /*error*/) override {}
  void subcase_start(const doctest::SubcaseSignature& /*subcase*/) override {}
  void subcase_end() override {}
  void log_assert(const doctest::AssertData& /*assertion*/) override {}
  void log_message(const doctest::MessageData& /*message*/) override {}
  void test_case_skipped(const doctest::TestCaseData& /*test*/) override {}
};

REGISTER_LISTENER("place", 1, place_reporter);

}  // namespace

progress& running() {
  static progress now;
  return now;
}

std::uint64_t seed() {
  static const auto value = number("MMAPKIT_PROPERTY_SEED", 20240607);
  return value;
}

std::size_t operations() {
  static const auto value = static_cast<std::size_t>(number("MMAPKIT_PROPERTY_OPERATIONS", 100'000));
  return value;
}

}  // namespace property
