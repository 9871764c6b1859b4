// A kernel before 4.15, played by the linker's --wrap: it knows neither MAP_SHARED_VALIDATE nor MAP_FIXED_NOREPLACE,
// for which it takes the address as a hint.
#include <sys/mman.h>

#include <cerrno>
#include <cstdio>
#include <mmapkit/mmapkit.hpp>

extern "C" {
void* __real_mmap64(void*, std::size_t, int, int, int, long);

void* __wrap_mmap64(void* addr, std::size_t length, int protection, int flags, int file, long offset) {
  constexpr int sharing = 0x3;
  constexpr int no_replace = 0x100000;
  if ((flags & sharing) == sharing) {
    errno = EINVAL;
    return MAP_FAILED;
  }
  return __real_mmap64(addr, length, protection, flags & ~no_replace, file, offset);
}
}

int main(int argc, char** argv) {
  using namespace mmapkit;
  if (argc != 2) return 2;
  std::error_code error;
  const mapping shared{argv[1], {.mmap = mmap_flag::shared}, error};
  if (error || shared.empty()) return std::puts("a shared file is not mapped with the older flag"), 1;

  const auto place = mmap({.mmap = mmap_flag::private_ | mmap_flag::anonymous, .size = page_size()});
  const auto taken = mmap({.mmap = mmap_flag::private_ | mmap_flag::anonymous | mmap_flag::no_replace,
                           .size = page_size(),
                           .address = place.addr},
                          error);
  if (error != std::errc::file_exists || taken.addr != nullptr) return std::puts("a hint was taken for an order"), 1;
  munmap(place);
  std::puts("an old kernel is served");
}
