#include <mmapkit/flags/durability.hpp>
#include <mmapkit/flags/msync_flag.hpp>

#include "backend/mappings.hpp"

namespace mmapkit::backend {

// FlushFileBuffers flushes the cache of the device, and the metadata.
void make_durable(void* base, std::size_t length, durability level, native_handle file, std::uint64_t /*offset*/,
                  std::error_code& error) noexcept {
  sync(base, length, level == durability::scheduled ? msync_flag::async : msync_flag::sync, file, error);
}

}  // namespace mmapkit::backend
