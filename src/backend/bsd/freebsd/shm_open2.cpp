#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <optional>

#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/shm_flag.hpp>

#include "backend/bsd/os.hpp"
#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/posix/errors.hpp"
#include "backend/posix/per_system.hpp"
#include "backend/posix/shm_open.hpp"
#include "backend/shared_memory.hpp"
#include "page_sizes.hpp"
#include "shm_anon.hpp"

namespace mmapkit::backend::os {

// The C library exports no function for it.
inline int shm_open2(const char* path, int flags, mode_t mode, int how, const char* name) noexcept {
  if (const int code = fault_injection::failure_of("shm_open2")) return failed<int>(code);
  return static_cast<int>(::syscall(SYS_shm_open2, path, flags, mode, how, name));
}

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

bool available(shm_flag flag) noexcept { return flag != shm_flag::large_page || page_sizes{}.has_large(); }

native_handle shm_open2(const char* name, open_flag flags, shm_flag how, unsigned mode,
                        std::error_code& error) noexcept {
  const int file = os::shm_open2(name_or_anonymous(name), posix::shared_memory_flags(flags) | O_CLOEXEC,
                                 static_cast<mode_t>(mode), static_cast<int>(native_set(how)), nullptr);
  if (file == -1) error = last_error();
  return file;
}

}  // namespace mmapkit::backend
