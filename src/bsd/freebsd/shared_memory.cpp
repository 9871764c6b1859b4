// What FreeBSD 13 adds to shm_open.
#include <fcntl.h>
#include <sys/mman.h>

#include "../../bits.hpp"
#include "../../posix/errors.hpp"
#include "../../posix/os.hpp"
#include "../../posix/system.hpp"
#include "page_sizes.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(shm_create_largepage)
MMAPKIT_SYSTEM_CALL(shm_open2)
MMAPKIT_SYSTEM_CALL(shm_rename)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(shm_flag flag) noexcept {
  switch (flag) {
    case shm_flag::none: return 0;
    case shm_flag::allow_sealing: return SHM_ALLOW_SEALING;
    case shm_flag::grow_on_write: return SHM_GROW_ON_WRITE;
    case shm_flag::large_page: return SHM_LARGEPAGE;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(shm_rename_flag flag) noexcept {
  switch (flag) {
    case shm_rename_flag::none: return 0;
    case shm_rename_flag::no_replace: return SHM_RENAME_NOREPLACE;
    case shm_rename_flag::exchange: return SHM_RENAME_EXCHANGE;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(large_page_policy policy) noexcept {
  switch (policy) {
    case large_page_policy::wait_little: return SHM_LARGEPAGE_ALLOC_DEFAULT;
    case large_page_policy::no_wait: return SHM_LARGEPAGE_ALLOC_NOWAIT;
    case large_page_policy::wait: return SHM_LARGEPAGE_ALLOC_HARD;
  }
  return std::nullopt;
}

bool available(shm_flag flag) noexcept { return flag != shm_flag::large_page || page_sizes{}.has_large(); }

bool available(shm_rename_flag /*flag*/) noexcept { return true; }

bool available(large_page_policy /*policy*/) noexcept { return page_sizes{}.has_large(); }

namespace {

const char* name_or_none(const char* name) noexcept { return name == nullptr ? SHM_ANON : name; }

}  // namespace

native_handle shm_open2(const char* name, open_flag flags, shm_flag how, unsigned mode,
                        std::error_code& error) noexcept {
  const int file = os::shm_open2(name_or_none(name), posix::shared_memory_flags(flags) | O_CLOEXEC,
                                 static_cast<mode_t>(mode), static_cast<int>(native_set(how)), nullptr);
  if (file == -1) error = last_error();
  return file;
}

void shm_rename(const char* from, const char* to, shm_rename_flag flags, std::error_code& error) noexcept {
  if (os::shm_rename(from, to, static_cast<int>(native_set(flags))) != 0) error = last_error();
}

native_handle shm_create_largepage(const char* name, open_flag flags, std::size_t page_size, large_page_policy policy,
                                   unsigned mode, std::error_code& error) noexcept {
  const int size = page_sizes{}.large_of(page_size);
  if (size == 0) {
    error = refusal(std::errc::invalid_argument);
    return no_handle;
  }
  const int file = os::shm_create_largepage(name_or_none(name), posix::shared_memory_flags(flags), size,
                                            static_cast<int>(*native_value(policy)), static_cast<mode_t>(mode));
  if (file == -1) error = last_error();
  return file;
}

}  // namespace mmapkit::backend
