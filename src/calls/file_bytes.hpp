// Bytes of a file that is open, by their place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include <mmapkit/flags/native_handle.hpp>

#include "backend/files.hpp"
#include "checks/failure.hpp"

namespace mmapkit::calls {

// Fills all of `to`. Returns false where the file ends before, and with a failure.
bool read_bytes(native_handle file, std::uint64_t offset, std::span<std::byte> to, failure& why) noexcept;

// Stores within the length of the file, so that its mappings show the bytes; `durable`: they are on the device then.
// By writing, or by a mapping where writes and mappings are not one.
bool write_bytes(native_handle file, std::uint64_t offset, std::span<const std::byte> bytes, bool durable,
                 failure& why) noexcept;

// The same for many parts, which ascend. Not durable, but for what goes by a mapping.
bool write_bytes(native_handle file, std::span<const backend::file_part> parts, failure& why) noexcept;

}  // namespace mmapkit::calls
