// The trailers behind the content of a file that is open as an atomic_mapping: which journal, and which of its records,
// belong to it.
#pragma once

#include <cstdint>
#include <optional>

#include <mmapkit/flags/native_handle.hpp>

#include "atomic_mapping_format.hpp"
#include "checks/failure.hpp"

namespace mmapkit::detail::transaction {

// How long the file is, at least, for a content of that size: a system that maps whole granules only maps this.
std::uint64_t file_length(std::uint64_t size) noexcept;

// The newer of the two trailers at a place, where one is valid, and of that journal if one is given.
std::optional<trailer> read_trailer(native_handle file, std::uint64_t place, const store_id* of, failure& why) noexcept;

// Whether the file ends in a trailer, whatever its journal.
bool ends_in_trailer(native_handle file, std::uint64_t length, failure& why) noexcept;

// Writes a whole block with one trailer. Not durable.
bool write_first_trailer(native_handle file, std::uint64_t place, const trailer& what, failure& why) noexcept;

// Writes the trailer in the place of the older one. Durable.
bool write_next_trailer(native_handle file, std::uint64_t place, const trailer& what, failure& why) noexcept;

}  // namespace mmapkit::detail::transaction
