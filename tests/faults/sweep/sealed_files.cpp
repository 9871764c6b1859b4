// Files that are sealed against writing, as kernels before Linux 6.7 map them.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "trial.hpp"

using namespace mmapkit;
using sweep::trial;

namespace {

native_handle sealed_page(seal_flag seals) {
  const auto file = memfd_create("sealed", memfd_flag::allow_sealing);
  REQUIRE(::ftruncate(file, static_cast<off_t>(page_size())) == 0);
  REQUIRE(::pwrite(file, "x", 1, 0) == 1);
  add_seals(file, seal_flag::shrink | seal_flag::grow | seals);
  return file;
}

// Maps the file shared. The first attempt is refused (EPERM).
trial refused_once(mapping& memory, native_handle file, protection_flag protection) {
  const mmap_options options{.protection = protection, .mmap = mmap_flag::private_};
  trial plain{sweep::nowhere, 0};
  REQUIRE(plain.act([&] { memory = mapping{file, options}; }));
  const auto calls = sweep::names_of_calls();
  const auto first = std::ranges::find(calls, "mmap") - calls.begin();
  trial one{static_cast<int>(first), EPERM};
  one.act([&] { memory = mapping{file, {.protection = protection, .mmap = mmap_flag::shared}}; });
  return one;
}

}  // namespace

TEST_CASE("a file that is sealed against writing is mapped for reading by a descriptor that only reads") {
  const auto file = sealed_page(seal_flag::write);
  mapping memory;
  CHECK_FALSE(refused_once(memory, file, protection_flag::read).told());
  const auto calls = sweep::names_of_calls();
  CHECK(std::ranges::find(calls, "open") != calls.end());
  CHECK(std::ranges::count(calls, "close") == 1);
  CHECK(memory.bytes()[0] == std::byte{'x'});
  CHECK(support::caught([&] { memory.protect(protection_flag::read | protection_flag::write); }).code() ==
        std::errc::permission_denied);
  close_file(file);
}

TEST_CASE("a file that is not sealed, or is to be written, is refused as the kernel refuses it") {
  for (const auto& [seals, protection] : {std::pair{seal_flag::none, protection_flag::read},
                                          {seal_flag::write, protection_flag::read | protection_flag::write}}) {
    const auto file = sealed_page(seals);
    mapping memory;
    CHECK(refused_once(memory, file, protection).told().value() == EPERM);
    close_file(file);
  }
}
