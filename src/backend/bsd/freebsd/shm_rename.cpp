#include <sys/mman.h>

#include <optional>

#include <mmapkit/flags/shm_rename_flag.hpp>

#include "backend/bsd/os.hpp"
#include "backend/flag_bits.hpp"
#include "backend/native_value.hpp"
#include "backend/posix/errors.hpp"
#include "backend/shared_memory.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(shm_rename)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(shm_rename_flag flag) noexcept {
  switch (flag) {
    case shm_rename_flag::none: return 0;
    case shm_rename_flag::no_replace: return SHM_RENAME_NOREPLACE;
    case shm_rename_flag::exchange: return SHM_RENAME_EXCHANGE;
  }
  return std::nullopt;
}

bool available(shm_rename_flag /*flag*/) noexcept { return true; }

void shm_rename(const char* from, const char* to, shm_rename_flag flags, std::error_code& error) noexcept {
  if (os::shm_rename(from, to, static_cast<int>(native_set(flags))) != 0) error = last_error();
}

}  // namespace mmapkit::backend
