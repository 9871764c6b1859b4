#include <mmapkit/flags/msync_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/mappings.hpp"
#include "errors.hpp"
#include "os.hpp"

namespace mmapkit::backend {

void sync(void* base, std::size_t length, msync_flag flags, native_handle /*file*/, std::error_code& error) noexcept {
  if (uninterrupted([&] { return os::msync(base, length, static_cast<int>(native_set(flags))); }) != 0)
    error = last_error();
}

bool syncs_by_handle(msync_flag /*flags*/) noexcept { return false; }

}  // namespace mmapkit::backend
