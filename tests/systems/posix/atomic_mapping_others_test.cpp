// An atomic_mapping and other processes, and the limits of its own.
#include <mmapkit/atomic_mapping.hpp>

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <string>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::caught;
using support::read_file;
using support::scratch;

namespace {

using file_path = std::filesystem::path;

void put_at(atomic_mapping& store, std::size_t offset, std::string_view text) {
  std::ranges::copy(std::as_bytes(std::span{text}),
                    store.writable_bytes().begin() + static_cast<std::ptrdiff_t>(offset));
}

file_path journal_with(const file_path& file) { return file.string() + ".journal"; }

// What `act` threw, in a child: its code, or 0.
template <class Act>
int code_of(Act act) {
  try {
    act();
  } catch (const mmap_error& error) {
    return error.code().value();
  }
  return 0;
}

}  // namespace

TEST_CASE("a child of fork may not commit, and its end leaves the files of its parent alone") {
  const scratch folder;
  const auto file = folder.file("store.db", std::string(10'000, 'a'));
  atomic_mapping store{file};
  put_at(store, 0, "parent");
  const auto code = static_cast<int>(std::errc::operation_not_permitted);
  const auto end = support::in_child([&] {
    put_at(store, 0, "child!");
    const bool all_are_refused =
        code_of([&] { store.commit(); }) == code && code_of([&] { store.roll_back(); }) == code &&
        code_of([&] { store.resize(5); }) == code && code_of([&] { store.checkpoint(); }) == code;
    atomic_mapping{std::move(store)};
    return all_are_refused ? 0 : 1;
  });
  CHECK(end.code == 0);
  CHECK(std::filesystem::exists(journal_with(file)));
  CHECK(caught([&] { const atomic_mapping second{file}; }).code() == std::errc::device_or_resource_busy);
  store.commit();
  store.close();
  CHECK(read_file(file) == "parent" + std::string(9'994, 'a'));
}

TEST_CASE("a file that was closed is free, also while a child of fork has its memory") {
  const scratch folder;
  const auto file = folder.file("store.db", "content");
  atomic_mapping store{file};
  const auto child = support::start_child([&]() -> int {
    ::pause();
    return store ? 0 : 1;
  });
  store.close();
  CHECK(atomic_mapping{file}.size() == 7);
  ::kill(child, SIGKILL);
  support::wait_for(child);
}

TEST_CASE("another process is told who has the file, until that one is killed") {
  const scratch folder;
  const auto file = folder.file("store.db", std::string(10'000, 'a'));
  support::pipe_ends pipe;
  const auto owner = support::start_child([&]() -> int {
    atomic_mapping store{file};
    put_at(store, 0, "owner");
    store.commit();
    static_cast<void>(pipe.write("x"));
    ::pause();
    return 0;
  });
  pipe.close_writer();
  char ready = 0;
  REQUIRE(::read(pipe.reader(), &ready, 1) == 1);
  const auto error = caught([&] { const atomic_mapping second{file}; });
  CHECK(error.code() == std::errc::device_or_resource_busy);
  CHECK(std::string_view{error.what()}.find("process " + std::to_string(owner)) != std::string_view::npos);
  ::kill(owner, SIGKILL);
  CHECK(support::wait_for(owner).signal == SIGKILL);
  const atomic_mapping next{file};
  CHECK(next.text() == "owner" + std::string(9'995, 'a'));
}

TEST_CASE("who reads in another process sees what was committed, and keeps those away that change") {
  const scratch folder;
  const auto file = folder.file("store.db", "content");
  const atomic_mapping reading{file, {.open = open_flag::read}};
  const auto told = support::told_by_child([&] {
    const atomic_mapping second{file, {.open = open_flag::read}};
    const auto code = code_of([&] { const atomic_mapping third{file}; });
    return std::string{second.text()} + (code == static_cast<int>(std::errc::device_or_resource_busy) ? ", busy" : "");
  });
  CHECK(told == "content, busy");
}

// In a child: the limit stays.
TEST_CASE("a file that another process has cut short takes no commit, and is not made longer again") {
  const scratch folder;
  const auto file = folder.file("store.db", std::string(20'000, 'a'));
  atomic_mapping store{file};
  put_at(store, 0, "stored");
  std::filesystem::resize_file(file, 5'000);
  CHECK(caught([&] { store.commit(); }).code() == std::errc::io_error);
  CHECK(store.text().substr(0, 6) == "stored");
  CHECK(read_file(file) == std::string(5'000, 'a'));
}

TEST_CASE("what another process has appended is told when the file is closed, and stays") {
  const scratch folder;
  const auto file = folder.file("store.db", "content");
  atomic_mapping store{file};
  const auto length = std::filesystem::file_size(file);
  std::filesystem::resize_file(file, length + 10);
  CHECK(caught([&] { store.close(); }).code() == std::errc::device_or_resource_busy);
  CHECK(std::filesystem::file_size(file) == length + 10);
}

TEST_CASE("closing leaves the journal of another process that has come in its place") {
  const scratch folder;
  const auto file = folder.file("store.db", "first");
  atomic_mapping first{file};
  std::filesystem::rename(file, folder / "moved.db");
  support::write_file(file, "other");
  atomic_mapping second{file};
  first.close();
  CHECK(std::filesystem::exists(journal_with(file)));
  put_at(second, 0, "OTHER");
  second.commit();
  second.close();
  CHECK(read_file(file) == "OTHER");
  CHECK(read_file(folder / "moved.db") == "first");
}

TEST_CASE("a limit of the length of files is an error, kills nothing, and what was stored can be committed later") {
  const scratch folder;
  const auto file = folder / "store.db";
  const auto end = support::in_child([&] {
    atomic_mapping store{file, {.size = 1'000'000, .journal_size = 64 * 1024}};
    put_at(store, 0, "first");
    store.commit();
    rlimit limit{};
    ::getrlimit(RLIMIT_FSIZE, &limit);
    const auto before = limit.rlim_cur;
    limit.rlim_cur = 1'100'000;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    constexpr auto too_large = static_cast<int>(std::errc::file_too_large);
    if (code_of([&] { store.resize(5'000'000); }) != too_large) return 1;
    std::ranges::fill(store.writable_bytes().subspan(5), std::byte{'b'});
    // Its record is longer than the limit.
    limit.rlim_cur = 500'000;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    if (code_of([&] { store.commit(); }) != too_large) return 2;
    limit.rlim_cur = before;
    ::setrlimit(RLIMIT_FSIZE, &limit);
    store.commit();
    store.close();
    return 0;
  });
  CHECK(end.signal == 0);
  CHECK(end.code == 0);
  CHECK(read_file(file) == "first" + std::string(999'995, 'b'));
}

TEST_CASE("a limit of the length of files that has no room for the journal leaves nothing behind") {
  const scratch folder;
  const auto file = folder.file("store.db", std::string(10'000, 'a'));
  const auto end = support::in_child([&] {
    const rlimit limit{20'000, 20'000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    return code_of([&] { const atomic_mapping store{file}; });
  });
  CHECK(end.signal == 0);
  CHECK(end.code == static_cast<int>(std::errc::file_too_large));
  CHECK(read_file(file) == std::string(10'000, 'a'));
  CHECK_FALSE(std::filesystem::exists(journal_with(file)));
}
