#include <sys/mman.h>

#include <optional>

#include <mmapkit/flags/large_page_policy.hpp>
#include <mmapkit/flags/open_flag.hpp>

#include "backend/bsd/os.hpp"
#include "backend/native_value.hpp"
#include "backend/posix/errors.hpp"
#include "backend/posix/per_system.hpp"
#include "backend/posix/shm_open.hpp"
#include "backend/shared_memory.hpp"
#include "backend/system.hpp"
#include "page_sizes.hpp"
#include "shm_anon.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(shm_create_largepage)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(large_page_policy policy) noexcept {
  switch (policy) {
    case large_page_policy::default_: return SHM_LARGEPAGE_ALLOC_DEFAULT;
    case large_page_policy::no_wait: return SHM_LARGEPAGE_ALLOC_NOWAIT;
    case large_page_policy::hard: return SHM_LARGEPAGE_ALLOC_HARD;
  }
  return std::nullopt;
}

bool available(large_page_policy /*policy*/) noexcept { return page_sizes{}.has_large(); }

native_handle shm_create_largepage(const char* name, open_flag flags, std::size_t page_size, large_page_policy policy,
                                   unsigned mode, std::error_code& error) noexcept {
  const int size = page_sizes{}.large_of(page_size);
  if (size == 0) {
    error = refusal(std::errc::invalid_argument);
    return no_handle;
  }
  const int file = os::shm_create_largepage(name_or_anonymous(name), posix::shared_memory_flags(flags), size,
                                            static_cast<int>(*native_value(policy)), static_cast<mode_t>(mode));
  if (file == -1) error = last_error();
  return file;
}

}  // namespace mmapkit::backend
