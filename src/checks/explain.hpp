// Why the system refused, where its own words mislead: "No such device" for a directory. It is looked for only after a
// call has failed, and the code stays that of the system.
#pragma once

#include <cstddef>

#include <mmapkit/flags/path_view.hpp>

#include "backend/mappings.hpp"
#include "failure.hpp"

namespace mmapkit {

// Each sets the reason of a failed call where it finds one.

// Locking the range.
[[gnu::cold]] void explain_lock(failure& why, const void* base, std::size_t length) noexcept;

// Locking all of the process.
[[gnu::cold]] void explain_lock_of_all(failure& why) noexcept;

// Advice for the range.
[[gnu::cold]] void explain_advice(failure& why, const void* base, std::size_t length, advice what) noexcept;

// Invalidating the range.
[[gnu::cold]] void explain_sync(failure& why, const void* base, std::size_t length) noexcept;

// A mapping that would be so many bytes longer.
[[gnu::cold]] void explain_longer_mapping(failure& why, std::size_t length) noexcept;

// A new mapping.
[[gnu::cold]] void explain_mapping(failure& why, const backend::map_request& request) noexcept;

// A file that cannot become longer.
[[gnu::cold]] void explain_growth(failure& why, native_handle file) noexcept;

// A file that shall have another size.
[[gnu::cold]] void explain_resize(failure& why, native_handle file) noexcept;

// A mapping with these flags that shall have other protection. `file` is no_handle where it is closed.
[[gnu::cold]] void explain_protection(failure& why, mmap_flag flags, protection_flag protection,
                                      native_handle file) noexcept;

// Changing memory, which mseal forbids.
[[gnu::cold]] void explain_sealed_memory(failure& why) noexcept;

// A file that cannot be mapped, whatever the range.
[[gnu::cold]] void explain_kind(failure& why, native_handle file, mmap_flag flags) noexcept;

// Opening the path.
[[gnu::cold]] void explain_open(failure& why, const path_view::value_type* path, open_flag flags) noexcept;

// Shared memory of that name.
[[gnu::cold]] void explain_object(failure& why, const char* name) noexcept;

// "it is a directory, not a regular file", or null for a regular file and what is unknown.
[[gnu::cold]] const char* kind_in_words(native_handle file) noexcept;

}  // namespace mmapkit
