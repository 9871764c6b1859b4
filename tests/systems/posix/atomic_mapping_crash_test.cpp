// What an atomic_mapping finds after a crash, and what else may lie there by then.
#include <mmapkit/atomic_mapping.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::caught;
using support::read_file;
using support::scratch;

namespace {

using path_of_file = std::filesystem::path;

constexpr std::size_t block = 4096;
constexpr std::size_t first_record = 2 * block;

path_of_file journal_beside(const path_of_file& file) { return file.string() + ".journal"; }

void put_text(atomic_mapping& store, std::size_t offset, std::string_view text) {
  std::ranges::copy(std::as_bytes(std::span{text}),
                    store.writable_bytes().begin() + static_cast<std::ptrdiff_t>(offset));
}

// Of 10,000 bytes 'a'; "first" and "second" were committed. `then` is done in the process before it ends.
template <class Then>
void crash_after(const path_of_file& file, Then then) {
  support::write_file(file, std::string(10'000, 'a'));
  const auto end = support::in_child([&]() -> int {
    atomic_mapping store{file, {.journal_size = 64 * 1024}};
    put_text(store, 0, "first");
    store.commit();
    put_text(store, 5'000, "second");
    store.commit();
    then(store);
    ::_exit(0);
  });
  REQUIRE(end.code == 0);
}

void crash(const path_of_file& file) {
  crash_after(file, [](atomic_mapping&) {});
}

std::string committed() {
  std::string content(10'000, 'a');
  return content.replace(0, 5, "first").replace(5'000, 6, "second");
}

std::string shown(const path_of_file& file, const atomic_mapping_options& options = {}) {
  const atomic_mapping store{file, options};
  return std::string{store.text()};
}

// It does not open, and neither file has changed.
mmap_error refused(const path_of_file& file) {
  const auto content = read_file(file);
  const auto journal = read_file(journal_beside(file));
  const auto error = caught([&] { const atomic_mapping store{file}; });
  CHECK(read_file(file) == content);
  CHECK(read_file(journal_beside(file)) == journal);
  return error;
}

bool says(const mmap_error& error, std::string_view words) {
  return std::string_view{error.what()}.find(words) != std::string_view::npos;
}

}  // namespace

TEST_CASE("after a crash the next one that opens the file finds what was committed") {
  const scratch folder;
  const auto file = folder / "store.db";
  SUBCASE("after commits") { crash(file); }
  SUBCASE("after stores that were not committed") {
    crash_after(file, [](atomic_mapping& store) { put_text(store, 20, "never"); });
  }
  SUBCASE("after a checkpoint") {
    crash_after(file, [](atomic_mapping& store) { store.checkpoint(); });
  }
  SUBCASE("after a change of the size that was not committed") {
    crash_after(file, [](atomic_mapping& store) { store.resize(100'000); });
  }
  CHECK(shown(file) == committed());
  CHECK(read_file(file) == committed());
  CHECK_FALSE(std::filesystem::exists(journal_beside(file)));
}

TEST_CASE("who opens a file to read after a crash finds it repaired") {
  const scratch folder;
  const auto file = folder / "store.db";
  crash(file);
  CHECK(shown(file, {.open = open_flag::read}) == committed());
  CHECK(read_file(file) == committed());
}

TEST_CASE("a first header, or a first trailer, that is half written is no damage") {
  const scratch folder;
  const auto file = folder / "store.db";
  support::write_file(file, std::string(10'000, 'a'));
  REQUIRE(support::in_child([&]() -> int {
            const atomic_mapping store{file, {.journal_size = 64 * 1024}};
            ::_exit(0);
          }).code == 0);
  auto journal = read_file(journal_beside(file));
  auto content = read_file(file);
  const auto trailer = 3 * block + block / 2;
  REQUIRE(content.substr(trailer, 7) == "mmapkit");
  SUBCASE("half of the header") {
    journal.replace(block + 10, 100, 100, '\0');
    content.resize(10'000);
  }
  SUBCASE("half of the trailer") { content.replace(trailer + 30, 100, 100, '\0'); }
  SUBCASE("no trailer, and a file that is not long enough for one") { content.resize(3 * block); }
  support::write_file(file, content);
  support::write_file(journal_beside(file), journal);
  CHECK(shown(file) == std::string(10'000, 'a'));
  CHECK(read_file(file) == std::string(10'000, 'a'));
}

TEST_CASE("a journal that is no file of its own is refused, and stays") {
  const scratch folder;
  const auto file = folder.file("store.db", "content");
  const auto journal = journal_beside(file);
  const auto other = folder.file("other", std::string(20'000, 'x'));
  SUBCASE("a FIFO") { REQUIRE(::mkfifo(journal.c_str(), 0600) == 0); }
  SUBCASE("a folder") { std::filesystem::create_directory(journal); }
  SUBCASE("a symbolic link") { std::filesystem::create_symlink(other, journal); }
  const auto kind = std::filesystem::symlink_status(journal).type();
  const auto error = caught([&] { const atomic_mapping store{file}; });
  CHECK(says(error, journal.string()));
  CHECK(std::filesystem::symlink_status(journal).type() == kind);
  CHECK(read_file(file) == "content");
  CHECK(read_file(other) == std::string(20'000, 'x'));
}

TEST_CASE("a journal that was never written is taken away") {
  const scratch folder;
  const auto file = folder.file("store.db", "content");
  for (const std::size_t length : {0U, 1U, 4096U, 100'000U}) {
    support::write_file(journal_beside(file), std::string(length, '\0'));
    CHECK(shown(file) == "content");
    CHECK_FALSE(std::filesystem::exists(journal_beside(file)));
  }
}

TEST_CASE("what is no journal is refused") {
  const scratch folder;
  const auto file = folder.file("store.db", "content");
  for (const std::size_t length : {1U, 72U, 5000U, 100'000U}) {
    support::write_file(journal_beside(file), std::string(length, 'x'));
    const auto error = refused(file);
    CHECK(error.code() == std::errc::io_error);
    CHECK(says(error, ".journal"));
  }
}

TEST_CASE("a journal of a later version is refused by its number") {
  const scratch folder;
  const auto file = folder / "store.db";
  crash(file);
  auto journal = read_file(journal_beside(file));
  journal[block + 8] = 7;
  support::write_file(journal_beside(file), journal);
  const auto error = refused(file);
  CHECK(error.code() == std::errc::operation_not_supported);
  CHECK(says(error, "version 7"));
}

TEST_CASE("a damaged record before a whole one is refused with its place") {
  const scratch folder;
  const auto file = folder / "store.db";
  crash(file);
  auto journal = read_file(journal_beside(file));
  journal[first_record + 300] ^= 1;
  support::write_file(journal_beside(file), journal);
  const auto error = refused(file);
  CHECK(error.code() == std::errc::io_error);
  CHECK(says(error, "byte 8192"));
}

TEST_CASE("a journal that was cut short is refused with its lengths") {
  const scratch folder;
  const auto file = folder / "store.db";
  std::uint64_t length = 64 * 1024;
  const auto cut = [&](std::uint64_t to) {
    std::filesystem::resize_file(journal_beside(file), to);
    const auto error = refused(file);
    CHECK(error.code() == std::errc::io_error);
    CHECK(says(error, std::to_string(to) + " of its " + std::to_string(length) + " bytes"));
  };
  SUBCASE("by a block") {
    crash(file);
    cut(length - block);
  }
  SUBCASE("to its headers") {
    crash(file);
    cut(first_record);
  }
  SUBCASE("after a commit had made it longer") {
    crash_after(file, [](atomic_mapping& store) {
      store.resize(100'000);
      std::ranges::fill(store.writable_bytes(), std::byte{'b'});
      store.commit();
    });
    length = std::filesystem::file_size(journal_beside(file));
    REQUIRE(length > 64 * 1024);
    cut(64 * 1024);
  }
}

TEST_CASE("a file that was overwritten with an older copy of itself is refused") {
  const scratch folder;
  const auto file = folder / "store.db";
  const auto copy = folder / "copy";
  crash_after(file, [&](atomic_mapping& store) {
    std::filesystem::copy_file(file, copy);
    store.checkpoint();
    put_text(store, 30, "third");
    store.commit();
  });
  support::write_file(file, read_file(copy));
  CHECK(refused(file).code() == std::errc::invalid_argument);
}

TEST_CASE("a file that has taken the place of the journal's own is refused") {
  const scratch folder;
  const auto file = folder / "store.db";
  crash(file);
  const auto content = read_file(file);
  SUBCASE("another one") { support::write_file(file, std::string(10'000, 'b')); }
  SUBCASE("an empty one") { support::write_file(file, ""); }
  SUBCASE("a copy of it") {
    const auto copy = folder.file("copy", content);
    std::filesystem::rename(copy, file);
    CHECK(says(refused(file), "accept_copies"));
  }
  CHECK(refused(file).code() == std::errc::invalid_argument);
}

TEST_CASE("a file and a journal that were copied together are taken where that is asked for") {
  const scratch folder;
  const auto file = folder / "store.db";
  const auto copy = folder / "copy.db";
  crash(file);
  std::filesystem::copy_file(file, copy);
  std::filesystem::copy_file(journal_beside(file), journal_beside(copy));
  CHECK(refused(copy).code() == std::errc::invalid_argument);
  CHECK(shown(copy, {.accept_copies = true}) == committed());
  CHECK(read_file(copy) == committed());
  CHECK(shown(file) == committed());
}

TEST_CASE("a stale journal that is put back after the file was closed is not applied") {
  const scratch folder;
  const auto file = folder / "store.db";
  crash(file);
  const auto journal = read_file(journal_beside(file));
  {
    atomic_mapping store{file};
    put_text(store, 0, "later");
    store.commit();
  }
  const auto content = read_file(file);
  CHECK(content.substr(0, 5) == "later");
  support::write_file(journal_beside(file), journal);
  CHECK(refused(file).code() == std::errc::invalid_argument);
  std::filesystem::remove(journal_beside(file));
  CHECK(shown(file) == content);
}

TEST_CASE("a file that needs its journal is refused without it") {
  const scratch folder;
  const auto file = folder / "store.db";
  crash(file);
  const auto journal = read_file(journal_beside(file));
  const auto content = read_file(file);
  std::filesystem::remove(journal_beside(file));
  const auto other = folder / "other.db";
  SUBCASE("none is there") {}
  SUBCASE("that of another file is there, which was closed") {
    crash(other);
    auto closed = read_file(journal_beside(other));
    support::write_file(journal_beside(file), closed);
  }
  CHECK(caught([&] { const atomic_mapping store{file}; }).code() == std::errc::invalid_argument);
  CHECK(caught([&] {
          const atomic_mapping store{file, {.open = open_flag::read}};
        }).code() == std::errc::invalid_argument);
  CHECK(read_file(file) == content);
  support::write_file(journal_beside(file), journal);
  CHECK(shown(file) == committed());
}
