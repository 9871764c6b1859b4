#include <array>
#include <atomic>
#include <cstdio>
#include <ctime>

#include <mmapkit/flags/file_growth.hpp>
#include <mmapkit/flags/memfd_flag.hpp>
#include <mmapkit/flags/open_flag.hpp>

#include "backend/files.hpp"
#include "backend/native_value.hpp"
#include "backend/shared_memory.hpp"
#include "backend/system.hpp"
#include "errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

namespace {

// An object whose name is removed at once.
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
    object = shm_open(name.data(), flags, 0600, 0, failed).handle;
  } while (failed == std::errc::file_exists);
  if (failed) {
    error = failed;
    return no_handle;
  }
  std::error_code unseen;
  shm_unlink(name.data(), unseen);
  return object;
}

// With the sysctl vm.memfd_noexec Linux refuses files in memory that may be executed. Mapping them with PROT_EXEC stays
// allowed.
memfd_flag kind_of_file() noexcept {
  constexpr auto no_program = memfd_flag::no_exec_seal;
  const bool has_kind = native_value(no_program).has_value() && available(no_program);
  return has_kind ? memfd_flag::allow_sealing | no_program : memfd_flag::allow_sealing;
}

// Nobody else has the object yet. Where memory is not overcommitted a hole would be a promise that cannot be kept, and
// the first store a SIGBUS.
void give_size(int object, std::uint64_t size, std::error_code& error) noexcept {
  if (!overcommits()) reserve_blocks(object, 0, size, file_growth::allocated, error);
  if (error == std::errc::no_space_on_device) error = refusal(std::errc::not_enough_memory);
  if (!error && uninterrupted([&] { return os::ftruncate(object, static_cast<off_t>(size)); }) != 0)
    error = last_error();
}

// Whether the call is missing, or forbidden by a seccomp filter, which answers EPERM.
bool is_out_of_reach(const std::error_code& error) noexcept {
  return error == std::errc::function_not_supported || error == std::errc::operation_not_permitted;
}

}  // namespace

native_handle memory_object(std::uint64_t size, bool /*executable*/, std::error_code& error) noexcept {
  std::error_code failed;
  auto object = memfd_create("mmapkit", kind_of_file(), failed);
  if (is_out_of_reach(failed)) {
    failed.clear();
    object = unnamed_object(failed);
  }
  if (!failed) give_size(object, size, failed);
  if (!failed) return object;
  error = failed;
  if (object != no_handle) close_file(object, failed);
  return no_handle;
}

}  // namespace mmapkit::backend
