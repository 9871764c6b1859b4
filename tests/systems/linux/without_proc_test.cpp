// A process without a free descriptor, or without /proc: what needs neither works, and the rest says what is missing.
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <string>

#include "../../support/child.hpp"
#include "../../support/linux.hpp"

using namespace mmapkit;

namespace {

bool take_descriptors() {
  const rlimit none{0, 0};
  return ::setrlimit(RLIMIT_NOFILE, &none) == 0;
}

bool leave_proc(const support::scratch& empty) { return ::chroot((empty / ".").c_str()) == 0; }

// What the body tells in a child process without the one and without the other; root alone can do without /proc.
template <class Body>
void in_each(Body body) {
  if (support::address_sanitizer) return;  // UndefinedBehaviorSanitizer looks at objects through a pipe
  const auto without_descriptors = support::told_by_child([&] {
    if (!take_descriptors()) return std::string{"the limit stays"};
    return body();
  });
  CHECK(without_descriptors == "no descriptor is free");
  const support::scratch empty;
  const auto without_proc = support::told_by_child([&]() -> std::string {
    if (!leave_proc(empty)) return "not mounted";
    return body();
  });
  CHECK(without_proc == "not mounted");
}

// That which is missing, where the error names it.
template <class Call>
std::string named(Call call) {
  try {
    call();
  } catch (const mmap_error& error) {
    const std::string what{error.what()};
    for (const auto* missing : {"no descriptor is free", "not mounted"})
      if (what.find(missing) != std::string::npos) return missing;
    return what;
  }
  return "no error";
}

std::string missing_here() { return ::access("/proc/self/maps", F_OK) == 0 ? "no descriptor is free" : "not mounted"; }

// More than a page, and many pages; the last one in parts.
std::size_t used() { return page_size() + 904; }
std::size_t grown() { return 12 * page_size() + 848; }

// Anonymous memory, and stores behind its end that no part of it may keep.
mapping used_memory() {
  mapping memory{support::anonymous(used())};
  std::fill_n(memory.data(), 2 * page_size(), std::byte{1});
  return memory;
}

bool has_grown(const mapping& memory) {
  return memory.size() == grown() &&
         std::ranges::all_of(memory.bytes().first(used()), [](std::byte byte) { return byte == std::byte{1}; }) &&
         std::ranges::all_of(memory.bytes().subspan(used()), [](std::byte byte) { return byte == std::byte{}; });
}

}  // namespace

TEST_CASE("anonymous memory grows without a free descriptor and without /proc") {
  if (support::emulated) return;  // QEMU has descriptors and lists of regions of its own
  in_each([] {
    auto memory = used_memory();
    memory.resize(grown());
    return has_grown(memory) ? missing_here() : std::string{"its content is wrong"};
  });
}

TEST_CASE("anonymous memory that was shortened has zeros behind when it grows again") {
  if (support::emulated) return;  // QEMU has descriptors and lists of regions of its own
  in_each([] {
    mapping memory{support::anonymous(grown() + page_size())};
    std::ranges::fill(memory.writable_bytes(), std::byte{1});
    memory.resize(used());
    memory.resize(grown());
    return has_grown(memory) ? missing_here() : std::string{"its content is wrong"};
  });
}

TEST_CASE("memory that cannot be stored to grows there too, and keeps its protection") {
  in_each([]() -> std::string {
    auto memory = used_memory();
    memory.protect(protection_flag::read);
    memory.resize(grown());
    if (!has_grown(memory)) return "its content is wrong";
    // The kernel's store there fails.
    auto* const byte = reinterpret_cast<unsigned char*>(memory.data() + used() + 1000);
    return ::mincore(memory.data(), 1, byte) == 0 ? "it can be stored to" : missing_here();
  });
}

TEST_CASE("memory whose last page has a protection of its own says what is missing to grow") {
  if (support::emulated) return;  // QEMU has descriptors and lists of regions of its own
  in_each([]() -> std::string {
    auto memory = used_memory();
    memory.protect(page_size(), 1, protection_flag::read);
    const auto missing = named([&] { memory.resize(grown()); });
    return memory.size() == used() ? missing : "its size is another";
  });
}

TEST_CASE("memory within limits says what is missing to look for addresses") {
  if (support::emulated) return;  // QEMU has descriptors and lists of regions of its own
  in_each([] {
    constexpr placement one_place{.lowest = 0x2000'0000, .highest = 0x2000'ffff};
    return named([&] { static_cast<void>(allocate(page_size(), {.place = one_place})); });
  });
}

TEST_CASE("the state of memory says what is missing to ask for it") {
  if (support::emulated) return;  // QEMU has descriptors and lists of regions of its own
  in_each([] {
    const auto memory = allocate(4 * support::mebibyte);
    return named([&] { static_cast<void>(memory.state()); });
  });
}
