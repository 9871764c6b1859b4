// Why memory of a file could not be accessed.
#include <sys/statvfs.h>

#include "../posix/os.hpp"
#include "../posix/system.hpp"

namespace mmapkit::backend {

// No call asks for one byte: what the disk has as a whole must do.
bool posix::lacks_room(int file, std::uint64_t /*offset*/) noexcept {
  struct statvfs disk {};
  return os::fstatvfs(file, &disk) == 0 && disk.f_blocks != 0 && disk.f_bfree == 0;
}

bool posix::show_zeros(std::byte* first, std::size_t length) noexcept {
  constexpr int where = MAP_FIXED | MAP_PRIVATE | MAP_ANON;
  return os::mmap(first, length, PROT_READ | PROT_WRITE, where, -1, 0) != MAP_FAILED;
}

// Its contexts have not been looked at: the portable way serves.
bool posix::copies_by_one_instruction() noexcept { return false; }

std::size_t posix::copy_bytes(std::byte* /*to*/, const std::byte* /*from*/, std::size_t length,
                              const std::byte* /*guarded*/) noexcept {
  return length;
}

bool posix::end_copy(void* /*context*/, const std::byte* /*at*/) noexcept { return false; }

}  // namespace mmapkit::backend
