#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "../bits.hpp"
#include "errors.hpp"
#include "system.hpp"

// Newer than the C library's headers, or left out by some of them.
#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif
#ifndef MAP_SHARED_VALIDATE
#define MAP_SHARED_VALIDATE 0x03
#endif
#ifndef MAP_SYNC
#define MAP_SYNC 0x80000
#endif
#ifndef MAP_UNINITIALIZED
#define MAP_UNINITIALIZED 0x4000000
#endif
#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22
#endif

namespace mmapkit::backend {

mark system() noexcept { return mark::linux_; }

namespace {

// The first number that the kernel has written there, after `label`.
std::optional<std::size_t> first_number(const char* path, const char* label = "") noexcept {
  auto* const file = std::fopen(path, "re");
  if (file == nullptr) return std::nullopt;
  std::optional<std::size_t> number;
  char line[128];
  while (!number && std::fgets(line, sizeof line, file) != nullptr)
    if (std::strncmp(line, label, std::strlen(label)) == 0)
      number = std::strtoul(line + std::strlen(label), nullptr, 10);
  std::fclose(file);
  return number;
}

bool kernel_is_at_least(unsigned long major, unsigned long minor) noexcept {
  utsname name{};
  if (::uname(&name) != 0) return false;
  char* end = nullptr;
  const auto has_major = std::strtoul(name.release, &end, 10);
  const auto has_minor = *end == '.' ? std::strtoul(end + 1, nullptr, 10) : 0;
  return has_major > major || (has_major == major && has_minor >= minor);
}

}  // namespace

std::size_t huge_page_size() noexcept {
  static const auto size = first_number("/proc/meminfo", "Hugepagesize:").value_or(0) * 1024;
  return size;
}

std::optional<std::uint32_t> native_value(open_flag flag) noexcept {
  switch (flag) {
    case open_flag::read:
      return O_RDONLY;
    case open_flag::write:
      return O_RDWR;
    case open_flag::create:
      return O_CREAT;
    case open_flag::ensure_create:
      return O_CREAT | O_EXCL;
    case open_flag::truncate:
      return O_TRUNC;
    case open_flag::direct:
      return O_DIRECT;
    case open_flag::file_sync:
      return O_SYNC;
    case open_flag::data_sync:
      return O_DSYNC;
    case open_flag::dont_claim_tty:
      return O_NOCTTY;
    case open_flag::non_block:
      return O_NONBLOCK;
    case open_flag::no_follow:
      return O_NOFOLLOW;
    case open_flag::async:
      return O_ASYNC;
    case open_flag::directory:
      return O_DIRECTORY;
    case open_flag::large_file:
      return O_LARGEFILE;
    case open_flag::no_atime:
      return O_NOATIME;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(mmap_flag flag) noexcept {
  switch (flag) {
    case mmap_flag::private_:
      return MAP_PRIVATE;
    case mmap_flag::shared:
      return MAP_SHARED;
    case mmap_flag::anonymous:
      return MAP_ANONYMOUS;
    case mmap_flag::no_reserve:
      return MAP_NORESERVE;
    case mmap_flag::locked:
      return MAP_LOCKED;
    case mmap_flag::grows_down:
      return MAP_GROWSDOWN;
    case mmap_flag::populate:
      return MAP_POPULATE;
    case mmap_flag::non_block:
      return MAP_NONBLOCK;
    case mmap_flag::fixed:
      return MAP_FIXED;
    case mmap_flag::stack:
      return MAP_STACK;
    case mmap_flag::huge_table:
      return MAP_HUGETLB;
    case mmap_flag::sync:
      return MAP_SYNC;
    case mmap_flag::no_replace:
      return MAP_FIXED_NOREPLACE;
    case mmap_flag::uninitialized:
      return MAP_UNINITIALIZED;
  }
  return std::nullopt;
}

bool available(open_flag /*flag*/) noexcept { return true; }

// Where the kernel would accept a flag and do nothing, it is not offered (mmap(2)): MAP_STACK before 6.7, MAP_NORESERVE
// while memory is accounted strictly, MAP_UNINITIALIZED with an MMU.
bool available(mmap_flag flag) noexcept {
  if (flag == mmap_flag::huge_table) return ::access("/sys/kernel/mm/hugepages", F_OK) == 0;
  if (flag == mmap_flag::stack) return kernel_is_at_least(6, 7);
  if (flag == mmap_flag::no_reserve) return first_number("/proc/sys/vm/overcommit_memory").value_or(0) != 2;
#ifdef __uClinux__
  return true;
#else
  return flag != mmap_flag::uninitialized;
#endif
}

// MAP_LOCKED and MAP_POPULATE do what they can and keep quiet about the rest (mmap(2)); mlock and MADV_POPULATE_READ
// ask for the same again and say what failed. A kernel before 5.14 has no such advice: EINVAL. mlock goes by its number,
// since the run-time libraries of the sanitizers replace the function by one that does nothing.
void report_hidden_failure(void* base, std::size_t length, mmap_flag flags, std::error_code& error) noexcept {
  if (has(flags, mmap_flag::locked) && ::syscall(SYS_mlock, base, length) != 0) {
    error = last_error();
    return;
  }
  if (!has(flags, mmap_flag::populate) || has(flags, mmap_flag::non_block)) return;
  if (::madvise(base, length, MADV_POPULATE_READ) != 0 && errno != EINVAL) error = last_error();
}

namespace posix {

// O_ASYNC given to open(2) is remembered but arms nothing (open(2), BUGS): fcntl does.
void finish_open(int file, open_flag flags, std::error_code& error) noexcept {
  if (!has(flags, open_flag::async)) return;
  const int now = ::fcntl(file, F_GETFL);
  if (now < 0 || ::fcntl(file, F_SETFL, now & ~O_ASYNC) != 0 || ::fcntl(file, F_SETFL, now | O_ASYNC) != 0)
    error = last_error();
}

int allocate(int file, std::uint64_t from, std::uint64_t to) noexcept {
  int failed = 0;
  do failed = ::posix_fallocate(file, static_cast<off_t>(from), static_cast<off_t>(to - from));
  while (failed == EINTR);
  return failed;
}

// Linux drops bits that it does not know, except under MAP_SHARED_VALIDATE; that one in turn does not know
// MAP_FIXED_NOREPLACE (mm/mmap.c, LEGACY_MAP_MASK), so that the two go together only where they must be judged.
int map_flags(const map_request& request) noexcept {
  const int flags = static_cast<int>(native_set(request.flags));
  if (!has(request.flags, mmap_flag::shared) || has(request.flags, mmap_flag::anonymous)) return flags;
  const bool must_judge = has(request.flags, mmap_flag::sync) || native_bits_of(request.flags) != 0;
  if (has(request.flags, mmap_flag::no_replace) && !must_judge) return flags;
  return flags | MAP_SHARED_VALIDATE;
}

// Before 4.15 there was no MAP_SHARED_VALIDATE. Without bits to judge MAP_SHARED is the same.
bool older_map_flags(const map_request& request, int error, int& flags) noexcept {
  const bool validates = (flags & MAP_SHARED_VALIDATE) == MAP_SHARED_VALIDATE;
  if (error != EINVAL || !validates || has(request.flags, mmap_flag::sync) || native_bits_of(request.flags) != 0)
    return false;
  flags = (flags & ~MAP_SHARED_VALIDATE) | MAP_SHARED;
  return true;
}

}  // namespace posix

}  // namespace mmapkit::backend
