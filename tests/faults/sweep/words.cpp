// What else a failure tells: the call that failed, and what is returned beside the error.
#include <cerrno>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "trial.hpp"

using namespace mmapkit;
using sweep::without;

namespace {

// The operation that the error of a failing call names.
std::string operation_told(std::string_view call, const std::function<void()>& act) {
  std::string told;
  auto one = without(call, ENOMEM);
  one.act([&] {
    try {
      act();
    } catch (const mmap_error& error) {
      told = error.operation();
      throw;
    }
  });
  CHECK(one.told() == std::errc::not_enough_memory);
  return told;
}

}  // namespace

TEST_CASE("an error of a part of a reservation names the call") {
  reservation range{4 * page_size()};
  range.commit(0, 2 * page_size(), support::read_write);
  CHECK(operation_told("mprotect", [&] { range.commit(2 * page_size(), page_size(), support::read_write); }) ==
        "mprotect");
  CHECK(operation_told("mprotect", [&] { range.protect(0, page_size(), protection_flag::read); }) == "mprotect");
  CHECK(operation_told("mmap", [&] { range.decommit(0, page_size()); }) == "munmap");
  CHECK(operation_told("munmap", [&] { range.unmap(); }) == "munmap");
}

TEST_CASE("an error of a part of a mapping names the call") {
  const support::scratch folder;
  mapping file{folder.file("data.bin", "x"), support::shared_writable()};
  CHECK(operation_told("mprotect", [&] { file.protect(0, 1, protection_flag::read); }) == "mprotect");
  file.advise(advice::random);  // whether the system has it is asked once
  CHECK(operation_told("madvise", [&] { file.advise(advice::random); }) == "madvise");
  CHECK(operation_told("mlock", [&] { file.lock(); }) == "mlock");
  CHECK(operation_told("munlock", [&] { file.unlock(); }) == "munlock");
  CHECK(operation_told("msync", [&] { file.sync(msync_flag::sync); }) == "msync");
}

TEST_CASE("memory that cannot be unmapped without exceptions says so, and is still there") {
  const auto kept = [](auto memory) {
    std::error_code error;
    auto one = without("munmap", ENOMEM);
    one.act([&] { memory.unmap(error); });
    CHECK(error == std::errc::not_enough_memory);
    CHECK(last_failure().starts_with("cannot unmap: "));
    CHECK(memory.size() == page_size());
    CHECK(memory);
  };
  kept(mapping{support::anonymous(page_size())});
  kept(allocate(page_size()));
  kept(reservation{page_size()});
  kept(mirrored_buffer{page_size()});
  kept(dual_mapping{page_size()});
  kept(shared_memory::anonymous(page_size()));
  kept(sealed_memory{page_size()});
  kept(freezable{page_size()});
  kept(freezable{page_size()}.freeze());
}

TEST_CASE("beside an error the node of a page is 0") {
  int place = 0;
  std::error_code error;
  unsigned node = 7;
  auto one = without("get_mempolicy", EFAULT);
  one.act([&] { node = node_of(&place, error); });
  CHECK(error.value() == EFAULT);
  CHECK(node == 0);
}

TEST_CASE("the limit of locked memory is blamed for what is to be locked alone") {
  const support::scratch folder;
  const auto path = folder.file("data.bin", "x");
  const auto blames_limit = [](auto act) {
    std::string words;
    auto one = without("mmap", EPERM);
    CHECK_FALSE(one.act([&] {
      try {
        act();
      } catch (const mmap_error& error) {
        words = error.what();
        throw;
      }
    }));
    return words.find("the limit of locked memory is reached") != std::string::npos;
  };
  constexpr auto locked = mmap_flag::private_ | mmap_flag::locked;
  CHECK(blames_limit([&] { const mapping memory{path, {.mmap = locked}}; }));
  CHECK(blames_limit([] { const mapping memory{support::anonymous(1, locked)}; }));
  CHECK_FALSE(blames_limit([&] { const mapping memory{path}; }));
  CHECK_FALSE(blames_limit([] { const mapping memory{support::anonymous(1)}; }));
}
