// Mapping allocates nothing: its own program, since it takes the place of the global operator new.
#include <atomic>
#include <cstdlib>
#include <new>

#include "../support/support.hpp"

using namespace mmapkit;

namespace {

std::atomic<std::size_t> allocations = 0;

void* allocate_counted(std::size_t size) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}

template <class Work>
std::size_t allocations_of(Work work) {
  const std::size_t before = allocations;
  work();
  return allocations - before;
}

}  // namespace

void* operator new(std::size_t size) {
  if (void* const memory = allocate_counted(size)) return memory;
  throw std::bad_alloc{};
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate_counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

TEST_CASE("mapping a file by its path, or by a text of the system's characters, allocates nothing") {
  const support::scratch folder;
  const auto path = folder.file("a name that is longer than what a string keeps within itself", "content");
  const auto* const text = path.c_str();
  CHECK(allocations_of([&] { munmap(mmap(path)); }) == 0);
  CHECK(allocations_of([&] { munmap(mmap(text)); }) == 0);
  CHECK(allocations_of([&] { mapping file{path.native()}; }) == 0);
  CHECK(allocations_of([&] { mapping file{text}; }) == 0);
  CHECK(allocations_of([&] { with_mmap(text, [](mapping&) {}); }) == 0);
}

TEST_CASE("a failure that is reported by its code allocates nothing") {
  const support::scratch folder;
  const auto path = folder / "a name that is not there, and longer than what a string keeps";
  std::error_code error;
  CHECK(allocations_of([&] { mapping file{path, {}, error}; }) == 0);
  CHECK(error == std::errc::no_such_file_or_directory);
}

TEST_CASE("memory, protection and advice allocate nothing") {
  const auto writable = protection_flag::read | protection_flag::write;
  CHECK(allocations_of([&] {
          mapping memory{{.protection = writable, .mmap = mmap_flag::private_ | mmap_flag::anonymous, .size = 1 << 20}};
          memory.protect(protection_flag::read);
        }) == 0);
}
