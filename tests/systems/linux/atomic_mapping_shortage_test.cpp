// An atomic_mapping where there is no room, on the disk or in memory. Each runs in a process of its own.
#include <mmapkit/atomic_mapping.hpp>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>

#include "../../support/child.hpp"
#include "../../support/sanitizers.hpp"

using namespace mmapkit;

namespace {

constexpr int may_not_mount = 77;

template <class Act>
std::errc error_of(Act act) {
  std::error_code error;
  act(error);
  return error ? static_cast<std::errc>(error.value()) : std::errc{};
}

// Takes all that is left of a disk.
void fill(const std::filesystem::path& with) {
  std::ofstream file{with, std::ios::binary};
  const std::string some(4096, 'x');
  while (file.write(some.data(), 4096).flush()) {
  }
}

int commit_on_a_full_disk(const std::filesystem::path& disk) {
  if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return may_not_mount;
  ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=2m") != 0) return may_not_mount;
  const auto file = disk / "store.db";
  atomic_mapping store{file, {.size = 300'000, .journal_size = 64 * 1024}};
  std::ranges::fill(store.writable_bytes().first(100), std::byte{'a'});
  store.commit();
  fill(disk / "other");
  std::ranges::fill(store.writable_bytes(), std::byte{'b'});
  const auto full = [&](std::error_code& error) { store.commit(error); };
  const auto longer = [&](std::error_code& error) { store.resize(3'000'000, error); };
  for (int i = 0; i < 2; ++i)
    if (error_of(full) != std::errc::no_space_on_device || error_of(longer) != std::errc::no_space_on_device) return 1;
  if (std::ranges::count(store.bytes(), std::byte{'b'}) != 300'000) return 2;
  std::filesystem::remove(disk / "other");
  store.commit();
  store.close();
  return support::read_file(file) == std::string(300'000, 'b') ? 0 : 3;
}

int open_on_a_full_disk(const std::filesystem::path& disk) {
  if (::unshare(CLONE_NEWNS) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return may_not_mount;
  ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=2m") != 0) return may_not_mount;
  const auto file = disk / "store.db";
  support::write_file(file, "content");
  fill(disk / "other");
  const auto open = [&](std::error_code& error) { const atomic_mapping store{file, error}; };
  if (error_of(open) != std::errc::no_space_on_device) return 1;
  return support::read_file(file) == "content" && !std::filesystem::exists(file.string() + ".journal") ? 0 : 2;
}

int commit_without_memory(const std::filesystem::path& file) {
  constexpr std::size_t pages = 40'000;
  atomic_mapping store{file, {.size = pages * page_size(), .growth = file_growth::sparse}};
  auto memory = store.writable_bytes();
  for (std::size_t page = 0; page < pages; page += 2) memory[page * page_size()] = std::byte{1};
  rlimit limit{};
  ::getrlimit(RLIMIT_AS, &limit);
  const auto before = limit.rlim_cur;
  limit.rlim_cur = 1;
  ::setrlimit(RLIMIT_AS, &limit);
  // Nor is there a long enough piece of what was freed before.
  void* volatile piece = &limit;  // which a compiler may not leave out
  for (int pieces = 0; pieces != 10'000 && piece != nullptr; ++pieces) piece = std::malloc(std::size_t{32} << 10);
  const auto error = error_of([&](std::error_code& found) { store.commit(found); });
  limit.rlim_cur = before;
  ::setrlimit(RLIMIT_AS, &limit);
  if (error != std::errc::not_enough_memory) return 1;
  store.commit();
  store.close();
  const mapping content{file};
  for (std::size_t page = 0; page < pages; ++page)
    if (content.bytes()[page * page_size()] != (page % 2 == 0 ? std::byte{1} : std::byte{})) return 2;
  return 0;
}

}  // namespace

TEST_CASE("a commit that a full disk has no room for changes nothing, and can be made later") {
  const support::scratch folder;
  std::filesystem::create_directory(folder / "disk");
  for (auto* const each : {commit_on_a_full_disk, open_on_a_full_disk}) {
    const auto end = support::in_child([&] { return each(folder / "disk"); });
    if (end.code == may_not_mount) MESSAGE("this user may not mount: a full disk could not be tried");
    CHECK(end.signal == 0);
    CHECK((end.code == 0 || end.code == may_not_mount));
  }
}

TEST_CASE("a commit of many scattered pages without memory for their list changes nothing, and can be made later") {
  // The allocators of sanitizers end the process; an emulator forgets limits.
  if (support::address_sanitizer || support::thread_sanitizer || support::emulated) return;
  if (page_size() > 16384) {
    MESSAGE("untried: so many pages may be more than the memory");
    return;
  }
  const support::scratch folder;
  const auto end = support::in_child([&] { return commit_without_memory(folder / "store.db"); });
  CHECK(end.signal == 0);
  CHECK(end.code == 0);
}
