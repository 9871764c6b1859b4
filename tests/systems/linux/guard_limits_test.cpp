// Guards where the process has all the regions that it may have, and in the child of a fork.
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "../../support/child.hpp"
#include "../../support/linux.hpp"

using namespace mmapkit;
using support::scratch;

namespace {

char read(const void* place) { return *static_cast<const volatile char*>(place); }

}  // namespace

TEST_CASE("a guard catches faults where the process may have no region more") {
  if (support::emulated || support::address_sanitizer || support::thread_sanitizer) return;  // they map too
  if (!support::errors_need_no_mapping) return;
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(256 * page_size()));
  const auto told = support::told_by_child(
      [&] {
        const mapping file{path};
        if (!support::use_up_regions()) return std::string{"128"};
        std::filesystem::resize_file(path, 128 * page_size());
        try {
          guarded(file, [&] { return read(file.data() + 200 * page_size()); });
        } catch (const mmap_error& error) {
          return std::to_string(error.file_offset().value_or(0) / page_size());
        }
        return std::string{"no error"};
      },
      support::fork_child_with_handlers);
  CHECK(told == "128");
}

TEST_CASE("a child that was forked during the first guarded access does not wait for it") {
  // They have locks of their own, which a child that was forked beside another thread waits for.
  if (support::emulated || support::thread_sanitizer) return;
  const scratch folder;
  const auto path = folder.file("data.bin", support::pattern(100));
  const auto use = [&] {
    const mapping file{path};
    std::byte copy[10];
    guarded_copy(copy, file, 0);
  };
  for (int round = 0; round < 100; ++round) {
    const auto end = support::in_child_with_handlers([&] {
      std::atomic<bool> begun{false};
      std::thread other{[&] {
        begun = true;
        use();
      }};
      while (!begun) {
      }
      for (volatile int wait = 0; wait < round * 40;) wait = wait + 1;
      const auto grandchild = support::in_child_with_handlers([&] {
        ::alarm(20);
        use();
        return 7;
      });
      other.join();
      return grandchild.code;
    });
    REQUIRE(end.code == 7);
  }
}
