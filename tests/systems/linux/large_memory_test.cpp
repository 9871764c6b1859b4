// Large memory under the limits of a process, and what a child process and a core dump have of it.
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <optional>

#include "../../support/child.hpp"

using namespace mmapkit;
using support::caught;
using support::mebibyte;
using support::scratch;

namespace {

// What the process has now, and so much more.
rlim_t addresses_and(std::size_t more) {
  std::size_t pages = 0;
  std::ifstream{"/proc/self/statm"} >> pages;
  return pages * page_size() + more;
}

bool lower(int what, rlim_t to) {
  rlimit limit{};
  if (::getrlimit(what, &limit) != 0) return false;
  limit.rlim_cur = std::min(to, limit.rlim_max);
  return ::setrlimit(what, &limit) == 0;
}

template <class Call>
bool lacks_memory(Call call) {
  try {
    call();
  } catch (const mmap_error& error) {
    return error.code() == std::errc::not_enough_memory;
  }
  return false;
}

// QEMU remembers limits, and does not apply them.
bool limits_are_kept() {
  if (support::emulated) MESSAGE("untried: the emulator applies no limits");
  return !support::emulated;
}

int overcommit_rule() {
  int rule = -1;
  std::ifstream{"/proc/sys/vm/overcommit_memory"} >> rule;
  return rule;
}

}  // namespace

TEST_CASE("beyond the limit of addresses a reservation is an error, and what there is stays") {
  if (!limits_are_kept()) return;
  CHECK(support::in_child([] {
          reservation first{16 * mebibyte};
          first.commit(0, mebibyte);
          first.data()[7] = std::byte{7};
          if (!lower(RLIMIT_AS, addresses_and(256 * mebibyte))) return 1;
          if (!lacks_memory([] { return reservation{std::size_t{1} << 30}; })) return 2;
          if (!lacks_memory([] { return allocate(std::size_t{1} << 30); })) return 3;
          if (!lacks_memory([] { return growable<char>{std::size_t{1} << 30}; })) return 4;
          if (!lacks_memory([] { return freezable{std::size_t{1} << 30}; })) return 5;
          if (!lacks_memory([] { return mirrored_buffer{std::size_t{1} << 29}; })) return 6;
          first.commit(mebibyte, mebibyte);
          return first.data()[7] == std::byte{7} && first.data()[mebibyte] == std::byte{0} ? 0 : 7;
        }).code == 0);
}

TEST_CASE("beyond the limit of data no memory is committed, and what was committed has its content") {
  if (!limits_are_kept()) return;
  if (support::thread_sanitizer || support::address_sanitizer || !support::errors_need_no_mapping) {
    MESSAGE("untried: what the sanitizer or the C library needs is beyond the limit");
    return;
  }
  CHECK(support::in_child([] {
          reservation room{std::size_t{1} << 30};
          room.commit(0, mebibyte);
          room.data()[7] = std::byte{7};
          growable<char> text{std::size_t{1} << 30};
          text.append({"abc", 3});
          if (!lower(RLIMIT_DATA, mebibyte)) return 1;
          if (!lacks_memory([&] { room.commit(0, std::size_t{1} << 29); })) return 2;
          if (room.data()[7] != std::byte{7}) return 3;
          if (support::readable(room.data() + mebibyte)) return 4;
          if (!lacks_memory([&] { text.resize(std::size_t{1} << 29); })) return 5;
          text.push_back('d');
          return std::string_view{text.data(), text.size()} == "abcd" ? 0 : 6;
        }).code == 0);
}

TEST_CASE("more than the system promises is not committed") {
  if (overcommit_rule() == 1 || sizeof(void*) == 4 || support::emulated) return;
  constexpr auto half = static_cast<std::size_t>(std::uint64_t{1} << 39);
  reservation room{2 * half};
  room.commit(0, mebibyte);
  room.data()[7] = std::byte{7};
  CHECK(lacks_memory([&] { room.commit(0, half); }));
  CHECK(room.data()[7] == std::byte{7});
  CHECK_FALSE(support::readable(room.data() + mebibyte));
}

TEST_CASE("elements that no file can take are an error, and file and elements are as they were") {
  if (!limits_are_kept()) return;
  const scratch folder;
  const auto path = folder / "numbers.bin";
  CHECK(support::in_child([&] {
          std::signal(SIGXFSZ, SIG_IGN);
          growable_file<std::uint64_t> numbers{path, std::size_t{1} << 20};
          numbers.push_back(7);
          if (!lower(RLIMIT_FSIZE, mebibyte)) return 1;
          try {
            numbers.resize(std::size_t{1} << 19);
            return 2;
          } catch (const mmap_error& error) {
            if (error.code() != std::errc::file_too_large) return 3;
          }
          if (numbers.size() != 1 || numbers[0] != 7) return 4;
          numbers.resize(mebibyte / 8);
          numbers.back() = 8;
          return 0;
        }).code == 0);
  CHECK(std::filesystem::file_size(path) == mebibyte);
}

TEST_CASE("memory that is wiped on fork is zeros in a child process") {
  if (support::emulated) {
    MESSAGE("untried: the emulator does not hand this advice on");
    return;
  }
  auto secret = allocate(mebibyte, {.wipe_on_fork = true});
  auto plain = allocate(mebibyte);
  secret.data()[7] = plain.data()[7] = std::byte{7};
  CHECK(support::in_child([&] {
          return secret.data()[7] == std::byte{0} && plain.data()[7] == std::byte{7} ? 0 : 1;
        }).code == 0);
  CHECK(secret.data()[7] == std::byte{7});
}

TEST_CASE("memory that is kept out of core dumps is marked so in the kernel") {
  if (support::emulated) return;
  const auto flags = [](const allocation& memory) { return find_region_usage(memory.data())->kernel_flags; };
  CHECK(flags(allocate(mebibyte, {.dont_dump = true})).find("dd") != std::string::npos);
  CHECK(flags(allocate(mebibyte)).find("dd") == std::string::npos);
}

TEST_CASE("a child process shares memory that can be frozen until it is, and has a copy from then on") {
  freezable memory{mebibyte};
  CHECK(support::in_child([&] {
          memory.data()[0] = std::byte{1};
          return 0;
        }).code == 0);
  CHECK(memory.data()[0] == std::byte{1});
  const auto before = memory.freeze();
  CHECK(support::in_child([&] {
          memory.data()[0] = std::byte{2};
          return before.data()[0] == std::byte{1} ? 0 : 1;
        }).code == 0);
  CHECK(memory.data()[0] == std::byte{1});
}

TEST_CASE("a child process does not freeze what is its parent's") {
  freezable memory{mebibyte};
  CHECK(support::in_child([&] {
          try {
            static_cast<void>(memory.freeze());
          } catch (const mmap_error& error) {
            return error.code() == std::errc::operation_not_permitted ? 0 : 1;
          }
          return 2;
        }).code == 0);
}

TEST_CASE("a child process that ends leaves the file and the name of its parent alone") {
  const scratch folder;
  const auto path = folder / "numbers.bin";
  const auto name = "/mmapkit-owner-" + std::to_string(support::process_number());
  std::optional<growable_file<int>> numbers{std::in_place, path, 100};
  auto memory = std::optional{shared_memory::create(name, 100)};
  numbers->push_back(1);
  const auto length = std::filesystem::file_size(path);
  CHECK(support::in_child([&] {
          numbers.reset();
          memory.reset();
          return 0;
        }).code == 0);
  CHECK(std::filesystem::file_size(path) == length);
  CHECK(shared_memory::open(name));
  numbers.reset();
  CHECK(std::filesystem::file_size(path) == sizeof(int));
}

TEST_CASE("locked memory is frozen again and again") {
  freezable memory{4 * page_size()};
  const auto first = memory.freeze();
  mmapkit::mlock(memory.data(), memory.size());
  memory.data()[0] = std::byte{1};
  const auto second = memory.freeze();
  memory.data()[0] = std::byte{2};
  CHECK(first.data()[0] == std::byte{0});
  CHECK(second.data()[0] == std::byte{1});
  mmapkit::munlock(memory.data(), memory.size());
}
