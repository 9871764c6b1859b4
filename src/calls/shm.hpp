// shm_open, shm_unlink and seals as the rest of the library calls it.
#pragma once

#include <cstdint>
#include <string_view>

#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/seal_flag.hpp>

#include "checks/failure.hpp"

namespace mmapkit::calls {

native_handle shm_open(std::string_view name, open_flag flags, unsigned mode, std::uint64_t size,
                       failure& why) noexcept;
failure shm_unlink(std::string_view name) noexcept;
failure add_seals(native_handle file, seal_flag seals) noexcept;
seal_flag get_seals(native_handle file, failure& why) noexcept;

}  // namespace mmapkit::calls
