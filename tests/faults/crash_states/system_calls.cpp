// The linker gives the recorder the calls of the whole program that sync or allocate (--wrap), and the fault
// injection of the library tells it of each call before it is made.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <limits>
#include <string_view>

#include "backend/fault_injection.hpp"
#include "recorder.hpp"

using crash_states::recorder;

namespace {

constexpr auto end_of_file = std::numeric_limits<std::uint64_t>::max();

// What was done up to the call is not of the call.
template <class Call, class Note>
auto recorded(Call call, Note note) {
  if (auto* to = recorder::current()) to->look();
  const auto result = call();
  const int code = errno;
  if (auto* to = recorder::current(); to != nullptr && result >= 0) note(*to);
  errno = code;
  return result;
}

}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier): the linker's names
extern "C" {

int __real_fsync(int file);
int __wrap_fsync(int file) {
  return recorded([&] { return __real_fsync(file); }, [&](recorder& to) { to.synced(file, 0, end_of_file); });
}

int __real_fdatasync(int file);
int __wrap_fdatasync(int file) {
  return recorded([&] { return __real_fdatasync(file); }, [&](recorder& to) { to.synced(file, 0, end_of_file); });
}

int __real_msync(void* address, std::size_t length, int flags);
int __wrap_msync(void* address, std::size_t length, int flags) {
  return recorded([&] { return __real_msync(address, length, flags); },
                  [&](recorder& to) {
                    if ((flags & MS_SYNC) != 0) to.synced_memory(address, length);
                  });
}

#ifdef __GLIBC__
#define MMAPKIT_REAL_FALLOCATE __real_fallocate64
#define MMAPKIT_WRAP_FALLOCATE __wrap_fallocate64
#else
#define MMAPKIT_REAL_FALLOCATE __real_fallocate
#define MMAPKIT_WRAP_FALLOCATE __wrap_fallocate
#endif
int MMAPKIT_REAL_FALLOCATE(int file, int mode, off_t offset, off_t length);
int MMAPKIT_WRAP_FALLOCATE(int file, int mode, off_t offset, off_t length) {
  return recorded([&] { return MMAPKIT_REAL_FALLOCATE(file, mode, offset, length); },
                  [&](recorder& to) {
                    to.look();
                    if ((mode & ~FALLOC_FL_KEEP_SIZE) == 0)
                      to.allocated(file, static_cast<std::uint64_t>(offset),
                                   static_cast<std::uint64_t>(offset + length));
                  });
}

long __real_syscall(long number, ...);
long __wrap_syscall(long number, ...) {
  std::va_list list;
  va_start(list, number);
  std::array<long, 6> given{};
  for (auto& each : given) each = va_arg(list, long);
  va_end(list);
  const auto call = [&] { return __real_syscall(number, given[0], given[1], given[2], given[3], given[4], given[5]); };
  if (number != SYS_pwritev2 || (given[5] & RWF_DSYNC) == 0) return call();
  const auto written = call();
  if (auto* to = recorder::current(); to != nullptr && written > 0) {
    to->look();
    const auto from = static_cast<std::uint64_t>(given[3]);
    to->synced(static_cast<int>(given[0]), from, from + static_cast<std::uint64_t>(written));
  }
  return written;
}

}  // extern "C"
// NOLINTEND(bugprone-reserved-identifier)

int mmapkit::fault_injection::failure_of(const char* call, long number) noexcept {
  auto* const to = recorder::current();
  if (to == nullptr) return 0;
  const int code = errno;
  to->look();
  errno = code;
  if (!to->rules().old) return 0;
  if (std::string_view{call} == "fallocate") return EOPNOTSUPP;
  return number == SYS_pwritev2 ? EOPNOTSUPP : 0;
}

std::size_t mmapkit::fault_injection::transfer_of(std::size_t length) noexcept { return length; }

mmapkit::fault_injection::paused::paused() noexcept = default;
mmapkit::fault_injection::paused::~paused() = default;
