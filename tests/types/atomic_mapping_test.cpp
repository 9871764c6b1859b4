#include <mmapkit/atomic_mapping.hpp>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include "../support/support.hpp"

using namespace mmapkit;
using support::caught;
using support::scratch;

namespace {

struct head {
  std::uint64_t count;
};

constexpr std::size_t megabyte = std::size_t{1} << 20;

std::filesystem::path journal_of(const std::filesystem::path& path) { return path.string() + ".journal"; }

void set(atomic_mapping& store, std::size_t offset, std::string_view text) {
  std::ranges::copy(std::as_bytes(std::span{text}),
                    store.writable_bytes().begin() + static_cast<std::ptrdiff_t>(offset));
}

std::string at(const atomic_mapping& store, std::size_t offset, std::size_t size) {
  return std::string{store.text().substr(offset, size)};
}

// Without printing both.
bool same(std::string_view one, std::string_view other) { return one == other; }

}  // namespace

TEST_CASE("what was committed is in the plain file after close, which has the exact size") {
  const scratch folder;
  const auto path = folder / "orders.db";
  atomic_mapping store{path, {.size = 10'000}};
  CHECK(store.size() == 10'000);
  auto& header = store.object<head>(0);
  ++header.count;
  set(store, 9'990, "the end");
  store.commit();
  CHECK(std::filesystem::exists(journal_of(path)));
  store.close();
  CHECK_FALSE(store);
  CHECK_FALSE(std::filesystem::exists(journal_of(path)));
  const auto content = support::read_file(path);
  CHECK(content.size() == 10'000);
  head first{};
  std::memcpy(&first, content.data(), sizeof first);
  CHECK(first.count == 1);
  CHECK(content.substr(9'990, 7) == "the end");
}

TEST_CASE("what was not committed is not in the file") {
  const scratch folder;
  const auto path = folder.file("orders.db", std::string(8192, 'a'));
  {
    atomic_mapping store{path};
    set(store, 0, "committed");
    store.commit();
    set(store, 0, "forgotten");
    set(store, 5000, "forgotten");
  }
  CHECK(same(support::read_file(path), "committed" + std::string(8192 - 9, 'a')));
}

TEST_CASE("a mapping that is moved commits from its new place") {
  const scratch folder;
  const auto path = folder / "orders.db";
  atomic_mapping first{path, {.size = 100}};
  set(first, 0, "moved");
  atomic_mapping second{std::move(first)};
  CHECK_FALSE(first);
  CHECK(first.size() == 0);
  CHECK(caught([&] { first.commit(); }).code() == std::errc::bad_file_descriptor);
  second.commit();
  second = {};
  CHECK(support::read_file(path).substr(0, 5) == "moved");
}

TEST_CASE("stores are forgotten when they are rolled back") {
  const scratch folder;
  atomic_mapping store{folder / "orders.db", {.size = megabyte}};
  set(store, 0, "kept");
  store.commit();
  set(store, 0, "gone");
  set(store, 300'000, "gone");
  store.roll_back();
  CHECK(at(store, 0, 4) == "kept");
  CHECK(at(store, 300'000, 4) == std::string(4, '\0'));
  CHECK(store.changed().empty());
}

TEST_CASE("the pages that were stored to are told, until they are committed") {
  const scratch folder;
  atomic_mapping store{folder / "orders.db", {.size = megabyte}};
  CHECK(store.changed().empty());
  set(store, 5 * page_size() + 3, "x");
  set(store, 6 * page_size(), "y");
  set(store, 9 * page_size(), "z");
  const auto changed = store.changed();
  REQUIRE(changed.size() >= 2);
  CHECK(changed.front().data() == store.data() + 5 * page_size());
  CHECK(changed.back().data() == store.data() + 9 * page_size());
  CHECK(changed.back().size() == page_size());
  store.commit();
  CHECK(store.changed().empty());
}

TEST_CASE("content becomes longer with zeros, in the transaction") {
  const scratch folder;
  const auto path = folder.file("orders.db", std::string(5000, 'a'));
  atomic_mapping store{path};
  set(store, 0, "a");
  store.resize(40'000);
  CHECK(store.size() == 40'000);
  CHECK(same(at(store, 0, 5000), std::string(5000, 'a')));
  CHECK(same(at(store, 5000, 35'000), std::string(35'000, '\0')));
  set(store, 39'000, "behind");
  store.roll_back();
  CHECK(store.size() == 5000);
  store.resize(40'000);
  CHECK(same(at(store, 5000, 35'000), std::string(35'000, '\0')));
  set(store, 8'192, "where the trailer was");
  store.commit();
  CHECK(at(store, 8'192, 21) == "where the trailer was");
  set(store, 20'000, "after");
  store.commit();
  store.close();
  const auto content = support::read_file(path);
  REQUIRE(content.size() == 40'000);
  CHECK(same(content.substr(5000, 3192), std::string(3192, '\0')));
  CHECK(content.substr(8'192, 21) == "where the trailer was");
  CHECK(content.substr(20'000, 5) == "after");
}

TEST_CASE("content that was shorter in between has zeros where it becomes longer again") {
  const scratch folder;
  const auto path = folder.file("orders.db", std::string(50'000, 'a'));
  const std::string zeros(40'000, '\0');
  SUBCASE("in one transaction") {
    atomic_mapping store{path};
    store.resize(10'000);
    store.resize(50'000);
    CHECK(same(at(store, 10'000, 40'000), zeros));
    store.commit();
    CHECK(same(at(store, 10'000, 40'000), zeros));
  }
  SUBCASE("in several") {
    atomic_mapping store{path};
    store.resize(10'000);
    store.commit();
    CHECK(store.size() == 10'000);
    store.resize(50'000);
    CHECK(same(at(store, 10'000, 40'000), zeros));
    store.commit();
  }
  SUBCASE("with stores behind the end that were never committed") {
    atomic_mapping store{path};
    store.resize(90'000);
    set(store, 89'000, "never");
    store.resize(10'000);
    store.commit();
    store.resize(90'000);
    CHECK(same(at(store, 10'000, 80'000), std::string(80'000, '\0')));
    store.resize(50'000);
    store.commit();
  }
  CHECK(same(support::read_file(path), std::string(10'000, 'a') + zeros));
}

TEST_CASE("content becomes shorter, in the transaction") {
  const scratch folder;
  const auto path = folder.file("orders.db", std::string(50'000, 'a'));
  atomic_mapping store{path};
  store.resize(4'097);
  store.roll_back();
  CHECK(store.size() == 50'000);
  CHECK(at(store, 49'999, 1) == "a");
  store.resize(4'097);
  set(store, 4'000, "b");
  store.commit();
  set(store, 0, "c");
  store.commit();
  store.close();
  CHECK(same(support::read_file(path), "c" + std::string(3'999, 'a') + "b" + std::string(96, 'a')));
}

TEST_CASE("content may be empty, and become so") {
  const scratch folder;
  const auto path = folder / "orders.db";
  {
    atomic_mapping store{path};
    CHECK(store.empty());
    CHECK(store.data() == nullptr);
    store.commit();
    store.resize(10);
    set(store, 0, "0123456789");
    store.commit();
    store.resize(0);
    store.commit();
    store.resize(3);
    CHECK(store.text() == std::string(3, '\0'));
    set(store, 0, "abc");
    store.commit();
  }
  CHECK(same(support::read_file(path), "abc"));
}

TEST_CASE("a transaction may be larger than the journal, and the journal is used again and again") {
  const scratch folder;
  const auto path = folder / "orders.db";
  atomic_mapping store{path, {.size = 4 * megabyte, .journal_size = 64 * 1024}};
  for (int round = 0; round < 50; ++round) {
    set(store, static_cast<std::size_t>(round) * 50'000, "round " + std::to_string(round));
    store.commit();
  }
  std::ranges::fill(store.writable_bytes().subspan(megabyte, 2 * megabyte), std::byte{'z'});
  store.commit();
  store.close();
  const auto content = support::read_file(path);
  CHECK(content.substr(19 * 50'000, 8) == "round 19");
  CHECK(same(content.substr(megabyte, 2 * megabyte), std::string(2 * megabyte, 'z')));
  CHECK(content.size() == 4 * megabyte);
}

TEST_CASE("a commit that is told the parts writes those, and leaves the others for later") {
  const scratch folder;
  const auto path = folder / "orders.db";
  atomic_mapping store{path, {.size = megabyte}};
  set(store, 0, "told");
  set(store, 100, "the same page");
  store.commit({store.bytes().first(4)});
  CHECK(at(store, 0, 4) == "told");
  store.roll_back();
  CHECK(at(store, 0, 4) == "told");
  CHECK(at(store, 100, 13) == "the same page");
  set(store, 50'000, "all");
  set(store, 200'000, "of it");
  store.commit(store.changed());
  CHECK(store.changed().empty());
  const std::byte elsewhere{};
  CHECK(caught([&] { store.commit({std::span{&elsewhere, 1}}); }).code() == std::errc::invalid_argument);
  store.close();
  CHECK(support::read_file(path).substr(200'000, 5) == "of it");
}

TEST_CASE("a second opener is told who has the file") {
  const scratch folder;
  const auto path = folder / "orders.db";
  const atomic_mapping store{path, {.size = 100}};
  for (const auto flags : {open_flag::read | open_flag::write, open_flag::read}) {
    const auto error = caught([&] { const atomic_mapping second{path, {.open = flags}}; });
    CHECK(error.code() == std::errc::device_or_resource_busy);
    const std::string words = error.what();
    CHECK(words.find("process " + std::to_string(support::process_number())) != std::string::npos);
    CHECK(words.find("orders.db") != std::string::npos);
  }
}

TEST_CASE("many may read at once, and nobody changes meanwhile") {
  const scratch folder;
  const auto path = folder.file("orders.db", "content");
  const atomic_mapping_options reading{.open = open_flag::read};
  const atomic_mapping first{path, reading};
  atomic_mapping second{path, reading};
  CHECK(first.text() == "content");
  CHECK(second.protection() == protection_flag::read);
  CHECK(caught([&] { static_cast<void>(second.writable_bytes()); }).code() == std::errc::permission_denied);
  CHECK(caught([&] { second.commit(); }).code() == std::errc::permission_denied);
  CHECK(caught([&] { const atomic_mapping third{path}; }).code() == std::errc::device_or_resource_busy);
  CHECK(same(support::read_file(path), "content"));
}

TEST_CASE("what cannot be is refused before a file is made") {
  const scratch folder;
  const auto path = folder / "orders.db";
  for (const auto& options :
       {atomic_mapping_options{.open = open_flag::write},
        atomic_mapping_options{.open = open_flag::read | open_flag::write | open_flag::truncate},
        atomic_mapping_options{.size = 1, .open = open_flag::read}, atomic_mapping_options{.mode = 010000},
        atomic_mapping_options{.advice = static_cast<posix_advice>(99)}}) {
    CHECK(caught([&] { const atomic_mapping store{path, options}; }).code() == std::errc::invalid_argument);
    CHECK_FALSE(std::filesystem::exists(path));
  }
  std::error_code error;
  const atomic_mapping missing{path, {.open = open_flag::read | open_flag::write}, error};
  CHECK(error == std::errc::no_such_file_or_directory);
  CHECK_FALSE(missing);
}

TEST_CASE("an object of a mapping that may be changed can be stored to, and one of a constant mapping cannot") {
  static_assert(std::is_same_v<decltype(std::declval<atomic_mapping&>().object<head>(0)), head&>);
  static_assert(std::is_same_v<decltype(std::declval<const atomic_mapping&>().object<head>(0)), const head&>);
}
