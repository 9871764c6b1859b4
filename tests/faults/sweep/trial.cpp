#include "trial.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <set>

#include "errors.hpp"

namespace sweep {

namespace {

struct totals {
  unsigned operations = 0;
  unsigned calls = 0;
  unsigned failures = 0;
  unsigned allocations = 0;
  unsigned wrong = 0;
  unsigned leaks = 0;

  ~totals() {
    if (operations == 0) return;
    std::printf("sweep: %u operations, %u calls, %u failures, %u of them of memory, %u wrong codes, %u leaks\n",
                operations, calls, failures, allocations, wrong, leaks);
  }
} all;

using operation = std::function<void(trial&)>;

const auto no_memory = std::error_code{ENOMEM, std::system_category()};

// What an operation is to tell.
struct expectation {
  std::span<const answer> answers;
  std::error_code plainly;  // when nothing fails

  std::error_code after(const fault& what, const record& found) const;
};

// The answer of the operation to the nth call of a name, if it has one.
const answer* answer_to(std::span<const answer> answers, std::string_view call, int code, int nth) {
  for (const auto& one : answers)
    if ((one.call == any_call || one.call == call) && (one.code == any_error || one.code == code) &&
        (one.nth == 0 || one.nth == nth))
      return &one;
  return nullptr;
}

// The first failure for which an error is promised is told.
std::error_code expectation::after(const fault& what, const record& found) const {
  for (std::size_t i = 0; i < found.calls.size(); ++i) {
    const auto& call = found.calls[i];
    if (!call.failed) continue;
    const auto nth = std::count_if(found.calls.begin(), found.calls.begin() + static_cast<std::ptrdiff_t>(i) + 1,
                                   [&](const made& one) { return one.name == call.name; });
    if (const auto* const own = answer_to(answers, call.name, what.code, static_cast<int>(nth))) {
      if (own->told == the_error) return {what.code, std::system_category()};
      if (own->told != as_without) return {own->told, std::system_category()};
    } else if (promise_of(call.name, what.code) == promise::error) {
      return {what.code, std::system_category()};
    }
  }
  return plainly;
}

bool has_failed(const record& found) { return std::ranges::any_of(found.calls, &made::failed); }

// What a process has that can leak.
struct holdings {
  std::size_t files = support::open_files();
  std::size_t regions = support::mapped_regions();
  long allocations = living_allocations();
};

// The heap of musl is made of mappings.
#ifdef __GLIBC__
constexpr std::size_t region_noise = support::region_noise;
#else
constexpr std::size_t region_noise = 6;
#endif

bool leaks(const holdings& before, std::size_t mappings_that_stay) {
  const holdings now;
  return now.files > before.files + mappings_that_stay || now.files < before.files ||
         now.allocations != before.allocations || now.regions > before.regions + region_noise + 2 * mappings_that_stay;
}

std::string words_of(const fault& what, const record& found) {
  std::string words;
  for (std::size_t i = 0; i < found.calls.size(); ++i)
    if (found.calls[i].failed) {
      words += std::string{found.calls[i].name} + " (call " + std::to_string(i + 1) + ")" +
               (what.every.empty() ? ": " : " and every other: ") +
               (what.code != 0 ? std::strerror(what.code) : std::to_string(what.bytes) + " bytes");
      break;
    }
  if (what.allocation != nowhere)
    words += " allocation " + std::to_string(what.allocation + 1) + (what.and_later ? " and all later" : "");
  return words;
}

// Mappings that could not be unmapped, some with their files.
std::size_t mappings_that_stay(const fault& what, std::span<const answer> answers) {
  const auto found = recorded();
  const auto failed =
      std::ranges::count_if(found.calls, [](const made& call) { return call.failed && call.name == "munmap"; });
  const bool may_stay = what.every == "munmap" || std::ranges::find(answers, "munmap", &answer::call) != answers.end();
  return may_stay ? static_cast<std::size_t>(failed) : 0;
}

// The library has memory for what syncs were told from the first failure on: it is no leak of the operation that fails.
void make_lasting_memory() {
  static const bool made = [] {
    const support::scratch folder;
    mmapkit::mapping file{folder.file("data.bin", "x"), support::shared_writable()};
    return !trial{fault{.every = "msync", .code = EIO}}.act([&] { file.sync(); });
  }();
  REQUIRE(made);
}

// One run with a failure. `is_right` says whether what is told is.
template <class IsRight>
void run(const fault& what, std::span<const answer> answers, const operation& act, IsRight is_right) {
  ++all.failures;
  INFO("call ", what.call, ", every ", std::string{what.every}.c_str(), ", code ", what.code, ", bytes ", what.bytes,
       ", allocation ", what.allocation);
  const holdings before;
  std::error_code told;
  {
    trial one{what};
    act(one);
    told = one.told();
  }
  const bool left = leaks(before, mappings_that_stay(what, answers));
  const auto found = recorded();
  const auto failing = words_of(what, found);
  CAPTURE(failing);
  CAPTURE(told.message());
  CHECK_FALSE(found.without_end);
  const bool right = is_right(told, found);
  CHECK(right);
  if (!right) ++all.wrong;
  CHECK_FALSE(left);
  if (left) ++all.leaks;
}

// Where memory was found decides how much of it is trimmed: another call may stand there than the last time, or none.
void fail_calls(const fault& what, const expectation& expected, const operation& act) {
  run(what, expected.answers, act, [&](std::error_code told, const record& found) {
    if (!has_failed(found) || told == expected.after(what, found)) return true;
    // How much is trimmed comes by chance: the memory may have been on its way out.
    return expected.plainly && told == expected.plainly &&
           std::ranges::any_of(found.calls, [](const made& call) { return call.failed && call.name == "munmap"; });
  });
}

// A call that transfers nothing has failed where something must be written; a content that is read ends there.
void transfer_less(const fault& what, const expectation& expected, const operation& act) {
  run(what, expected.answers, act, [&](std::error_code told, const record& /*found*/) {
    return told == expected.plainly || (what.bytes == 0 && told == std::errc::io_error);
  });
}

// Without memory the operation does without, or says so.
void fail_allocations(const fault& what, const expectation& expected, const operation& act) {
  ++all.allocations;
  run(what, expected.answers, act, [&](std::error_code told, const record& found) {
    return told == no_memory || told == expected.after(what, found);
  });
  trial again{fault{}};
  act(again);
  CHECK(again.told() == expected.plainly);
}

void every_failure_of_memory(const expectation& expected, const operation& act, fault what, int count) {
  for (what.allocation = 0; what.allocation < count; ++what.allocation)
    for (const bool and_later : {false, true}) {
      what.and_later = and_later;
      fail_allocations(what, expected, act);
    }
}

void every_failure_of(int call, std::string_view name, const expectation& expected, const operation& act) {
  const auto errors = errors_of(name);
  CAPTURE(name);
  CHECK_FALSE(errors.empty());
  for (const int code : errors) fail_calls({.call = call, .code = code}, expected, act);
  if (transfers(name))
    for (const auto bytes : {std::size_t{0}, std::size_t{1}})
      transfer_less({.call = call, .bytes = bytes}, expected, act);
  // The error has words, which take memory.
  if (!errors.empty())
    fail_allocations({.call = call, .code = errors[0], .allocation = 0, .and_later = true}, expected, act);
}

// A signal that comes each time is no failure: calls are made again until none does.
void every_failure_throughout(std::string_view name, const expectation& expected, const operation& act) {
  for (const int code : errors_of(name))
    if (code != EINTR) fail_calls({.every = name, .code = code}, expected, act);
  if (transfers(name)) transfer_less({.every = name, .bytes = 1000}, expected, act);
}

enum class plainly { succeeds, may_be_refused };

void every_failure(plainly how, std::span<const answer> answers, const operation& act) {
  make_lasting_memory();
  // What is asked of the system once in a process is asked now.
  trial first{fault{}};
  act(first);
  trial plain{fault{}};
  act(plain);
  auto found = recorded();
  // On a busy machine the time of a wait may be over before the system was asked.
  for (int again = 0; found.calls.empty() && again < 100; ++again) act(plain), found = recorded();
  CAPTURE(plain.told().message());
  if (how == plainly::succeeds) REQUIRE(!plain.told());
  REQUIRE(!found.calls.empty());
  ++all.operations;
  all.calls += static_cast<unsigned>(found.calls.size());
  const expectation expected{answers, plain.told()};
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < found.calls.size(); ++i) {
    every_failure_of(static_cast<int>(i), found.calls[i].name, expected, act);
    names.insert(found.calls[i].name);
  }
  for (const auto name : names) every_failure_throughout(name, expected, act);
  every_failure_of_memory(expected, act, {}, found.allocations);
}

}  // namespace

void every_call(std::span<const answer> answers, const operation& act) {
  every_failure(plainly::succeeds, answers, act);
}

void every_call(const operation& act) { every_call(std::span<const answer>{}, act); }

void every_call_up_to_refusal(std::span<const answer> answers, const operation& act) {
  every_failure(plainly::may_be_refused, answers, act);
}

void every_allocation(std::error_code told, const operation& act) {
  trial plain{fault{}};
  act(plain);
  REQUIRE(plain.told() == told);
  ++all.operations;
  every_failure_of_memory({{}, told}, act, {}, recorded().allocations);
}

void check_usable(mmapkit::mapping& file, const std::filesystem::path& path) {
  REQUIRE(file);
  file.writable_bytes()[0] = std::byte{'#'};
  file.sync();
  CHECK(support::read_file(path)[0] == '#');
}

}  // namespace sweep
