// Whichever call, or allocation, of an atomic_mapping fails: what is found by the next one that opens the file is what
// was committed before, or what was to be, whole; the latter where success was told.
#include <mmapkit/atomic_mapping.hpp>

#include <algorithm>
#include <cerrno>
#include <set>
#include <string>
#include <vector>

#include "errors.hpp"
#include "trial.hpp"

using namespace mmapkit;
using support::scratch;
using sweep::fault;
using sweep::trial;

namespace {

constexpr std::size_t committed_size = 20'000;
constexpr atomic_mapping_options with_journal{.journal_size = 32 * 1024, .accept_copies = true};

void fill(atomic_mapping& store, std::size_t from, std::size_t size, char with) {
  std::ranges::fill(store.writable_bytes().subspan(from, size), static_cast<std::byte>(with));
}

std::string committed() { return std::string(100, 'b') + std::string(committed_size - 100, 'a'); }

struct attempt {
  const char* name;
  void (*store)(atomic_mapping& to);  // what is not to fail
  void (*act)(atomic_mapping& on, std::error_code& error);
  std::string after;  // what is found when it has succeeded
};

std::vector<attempt> attempts() {
  const auto changed = std::string(100, 'b') + std::string(100, 'c') + std::string(committed_size - 200, 'a');
  const auto all = std::string(committed_size, 'd');
  return {
      {"commit", [](atomic_mapping& to) { fill(to, 100, 100, 'c'); },
       [](atomic_mapping& on, std::error_code& error) { on.commit(error); }, changed},
      {"a commit without room in the journal", [](atomic_mapping& to) { fill(to, 0, committed_size, 'd'); },
       [](atomic_mapping& on, std::error_code& error) { on.commit(error); }, all},
      {"a commit of longer content",
       [](atomic_mapping& to) {
         to.resize(60'000);
         fill(to, 50'000, 10'000, 'e');
       },
       [](atomic_mapping& on, std::error_code& error) { on.commit(error); },
       committed() + std::string(30'000, '\0') + std::string(10'000, 'e')},
      {"a commit of shorter content", [](atomic_mapping& to) { to.resize(50); },
       [](atomic_mapping& on, std::error_code& error) { on.commit(error); }, std::string(50, 'b')},
      {"resize", [](atomic_mapping& to) { fill(to, 100, 100, 'c'); },
       [](atomic_mapping& on, std::error_code& error) { on.resize(600'000, error); }, committed()},
      {"roll_back", [](atomic_mapping& to) { fill(to, 100, 100, 'c'); },
       [](atomic_mapping& on, std::error_code& error) { on.roll_back(error); }, committed()},
      {"checkpoint", [](atomic_mapping& to) { fill(to, 100, 100, 'c'); },
       [](atomic_mapping& on, std::error_code& error) { on.checkpoint(error); }, committed()},
      {"close", [](atomic_mapping& to) { fill(to, 100, 100, 'c'); },
       [](atomic_mapping& on, std::error_code& error) { on.close(error); }, committed()},
  };
}

std::string text_of(const std::filesystem::path& file) {
  const atomic_mapping found{file, with_journal};
  return std::string{found.text()};
}

void check_one(const attempt& what, const fault& failing) {
  CAPTURE(what.name);
  INFO("call ", failing.call, ", every ", std::string{failing.every}.c_str(), ", code ", failing.code, ", allocation ",
       failing.allocation);
  const auto files = support::open_files();
  {
    const scratch folder;
    const auto file = folder.file("store.db", std::string(committed_size, 'a'));
    atomic_mapping store{file, with_journal};
    fill(store, 0, 100, 'b');
    store.commit();
    what.store(store);
    const std::string in_memory{store.text()};
    trial one{failing};
    const bool done = one.act([&](std::error_code& error) { what.act(store, error); });
    CAPTURE(one.told().message());
    if (!done && store) CHECK(store.text() == in_memory);
    store = {};
    const auto found = text_of(file);
    CHECK((found == what.after || (!done && found == committed())));
    // What can be tried again has not happened.
    if (one.told() == std::errc::not_enough_memory || one.told() == std::errc::no_space_on_device)
      CHECK(found == committed());
  }
  CHECK(support::open_files() == files);
}

// What a crash has left, in files of its own.
void check_repair(const std::string& content, const std::string& journal, const std::string& expected,
                  const fault& failing) {
  INFO("call ", failing.call, ", every ", std::string{failing.every}.c_str(), ", code ", failing.code, ", allocation ",
       failing.allocation);
  const auto files = support::open_files();
  {
    const scratch folder;
    const auto file = folder.file("store.db", content);
    support::write_file(file.string() + ".journal", journal);
    trial one{failing};
    one.act([&](std::error_code& error) { const atomic_mapping store{file, with_journal, error}; });
    CHECK(text_of(file) == expected);
  }
  CHECK(support::open_files() == files);
}

template <class Check>
void each_failure(Check check) {
  check(fault{});
  check(fault{});
  const auto found = sweep::recorded();
  REQUIRE(!found.calls.empty());
  std::set<std::string_view> names;
  for (std::size_t i = 0; i != found.calls.size(); ++i) {
    const auto name = found.calls[i].name;
    for (const int code : sweep::errors_of(name)) {
      check(fault{.call = static_cast<int>(i), .code = code});
      if (code != EINTR && names.insert(name).second) check(fault{.every = name, .code = code});
    }
  }
  for (int i = 0; i != found.allocations; ++i) check(fault{.allocation = i, .and_later = true});
}

}  // namespace

TEST_CASE("whatever fails, an atomic_mapping leaves what was committed or was to be") {
  for (const auto& each : attempts()) each_failure([&](const fault& failing) { check_one(each, failing); });
}

TEST_CASE("whatever fails while an atomic_mapping is repaired, the next opening finds what was committed") {
  for (const std::size_t size : {committed_size, std::size_t{60'000}, std::size_t{100}}) {
    CAPTURE(size);
    const scratch folder;
    const auto file = folder.file("store.db", std::string(committed_size, 'a'));
    atomic_mapping store{file, with_journal};
    store.resize(size);
    // The journal has the commit, and the file nothing of it.
    const auto content = support::read_file(file);
    fill(store, 0, 100, 'b');
    store.commit();
    const auto journal = support::read_file(file.string() + ".journal");
    const std::string expected{store.text()};
    each_failure([&](const fault& failing) { check_repair(content, journal, expected, failing); });
  }
}

// Where the page tables cannot be asked, the memory is compared with the file.
TEST_CASE("content that has become shorter is compared with what the file still has") {
  const scratch folder;
  const auto file = folder.file("store.db", std::string(50'000, 'a'));
  atomic_mapping store{file, with_journal};
  const auto without_page_tables = [&](auto act) {
    auto one = sweep::without("open", ENOENT);
    REQUIRE(one.act(act));
  };
  fill(store, 49'000, 1'000, 'b');
  store.resize(4'097);
  without_page_tables([&](std::error_code& error) { store.roll_back(error); });
  CHECK(store.text() == std::string(50'000, 'a'));
  store.resize(4'097);
  fill(store, 4'000, 97, 'b');
  without_page_tables([&](std::error_code& error) { store.commit(error); });
  fill(store, 0, 1, 'c');
  without_page_tables([&](std::error_code& error) { store.commit(error); });
  store.close();
  CHECK(support::read_file(file) == "c" + std::string(3'999, 'a') + std::string(97, 'b'));
}

TEST_CASE("advice that lasts is given again by a commit, and may fail; what is to be done once is not") {
  const auto advised_by_commit = [](posix_advice what) {
    const scratch folder;
    atomic_mapping store{folder / "store.db", {.size = committed_size, .advice = what}};
    fill(store, 0, 100, 'b');
    auto one = sweep::without("posix_madvise", ENOMEM);
    REQUIRE(one.act([&] { store.commit(); }));
    CHECK(store.bytes()[0] == std::byte{'b'});
    return sweep::were_made("posix_madvise");
  };
  CHECK(advised_by_commit(posix_advice::random));
  CHECK(advised_by_commit(posix_advice::sequential));
  CHECK_FALSE(advised_by_commit(posix_advice::will_need));
  CHECK_FALSE(advised_by_commit(posix_advice::normal));
}
