// Shared memory that nobody else can find.
#include <array>
#include <atomic>
#include <cstdio>
#include <ctime>

#include "../backend.hpp"

namespace mmapkit::backend {

namespace {

// A name that lives for a moment.
native_handle unnamed_object(std::error_code& error) noexcept {
  constexpr auto flags = open_flag::read | open_flag::write | open_flag::ensure_create;
  static std::atomic<unsigned> count{0};
  std::array<char, 31> name{};  // macOS takes no more than 30 characters
  native_handle object = no_handle;
  std::error_code failed;
  do {
    failed.clear();
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    std::snprintf(name.data(), name.size(), "/m%lx%lx-%x", static_cast<unsigned long>(now.tv_sec) & 0xffffffff,
                  static_cast<unsigned long>(now.tv_nsec), count++);
    object = shm_open(name.data(), flags, 0600, 0, failed);
  } while (failed == std::errc::file_exists);
  if (failed) {
    error = failed;
    return no_handle;
  }
  std::error_code unseen;
  shm_unlink(name.data(), unseen);
  return object;
}

// Linux can be told to refuse files in memory that might be run as programs (sysctl vm.memfd_noexec). Mapping their
// code is something else, and stays allowed.
memfd_flag kind_of_file() noexcept {
  constexpr auto no_program = memfd_flag::no_exec_seal;
  const bool has_kind = native_value(no_program).has_value() && available(no_program);
  return has_kind ? memfd_flag::allow_sealing | no_program : memfd_flag::allow_sealing;
}

}  // namespace

native_handle memory_object(std::uint64_t size, bool /*runs*/, std::error_code& error) noexcept {
  std::error_code failed;
  const auto object =
      available(call::memfd_create) ? memfd_create("mmapkit", kind_of_file(), failed) : unnamed_object(failed);
  if (!failed) grow(object, 0, size, file_growth::sparse, failed);
  if (!failed) return object;
  error = failed;
  if (object != no_handle) close_file(object, failed);
  return no_handle;
}

// On macOS ftruncate works once (bsd/kern/posix_shm.c, pshm_truncate).
bool objects_keep_their_size() noexcept {
#ifdef __APPLE__
  return true;
#else
  return false;
#endif
}

}  // namespace mmapkit::backend
