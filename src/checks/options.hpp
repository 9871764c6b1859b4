// Checks of arguments that need no system call.
#pragma once

#include <optional>

#include <mmapkit/flags/durability.hpp>
#include <mmapkit/flags/file_growth.hpp>
#include <mmapkit/flags/mmap_options.hpp>

#include "backend/flag_bits.hpp"
#include "backend/map_kind.hpp"
#include "failure.hpp"

namespace mmapkit {

enum class source : std::uint8_t { path, handle, memory };

// Each check returns whether the arguments are valid, and sets `why` where not.

// Options: that flags exist on this system, do not contradict each other, and suit the source.
bool check(const mmap_options& options, source from, failure& why) noexcept;

// The part of it for the POSIX signature: flags that exclude each other or would be ignored, and the address.
bool check_flags(const mmap_options& options, failure& why) noexcept;

// The flags of open, mprotect and msync.
bool check(open_flag flags, failure& why) noexcept;
bool check(protection_flag protection, failure& why) noexcept;
bool check(msync_flag flags, failure& why) noexcept;

// The permissions of a new file.
bool check_mode(unsigned mode, open_flag open, failure& why) noexcept;

// Whether they are permissions alone, as 0600 is and 600 is not.
bool check_permissions(operation what, unsigned mode, failure& why) noexcept;

// That they have the value of an enumerator.
bool check(durability level, failure& why) noexcept;
bool check(file_growth growth, failure& why) noexcept;
bool check(posix_advice what, failure& why) noexcept;

// mmap_options::numa_node.
bool check_node(std::optional<unsigned> node, failure& why) noexcept;

// Whether a node mask has a bit for this node.
bool check_node_number(operation what, unsigned node, failure& why) noexcept;

// Adds read to write.
open_flag normalized(open_flag open) noexcept;
protection_flag normalized(protection_flag protection) noexcept;

// Whether the address is required, and not a hint.
constexpr bool has_fixed_address(mmap_flag flags) noexcept {
  return has(flags, mmap_flag::fixed) || has(flags, mmap_flag::no_replace);
}

// Whether stores to the mapping reach the file.
constexpr bool is_shared_and_writable(const mmap_options& options) noexcept {
  return is_shared(options.mmap) && has(options.protection, protection_flag::write);
}

}  // namespace mmapkit
