// What can be judged before any system call.
#pragma once

#include <optional>

#include <mmapkit/mmap.hpp>
#include "bits.hpp"
#include "failure.hpp"

namespace mmapkit {

enum class source : std::uint8_t { path, handle, memory };

// False, and why, for options that contradict themselves, the source, or what this system offers.
bool check(const mmap_options& options, source from, failure& why) noexcept;

// The part of it that the POSIX signature is held to: flags, and where they want the memory.
bool check_flags(const mmap_options& options, failure& why) noexcept;

// The same for the flags of open, mprotect and msync.
bool check(open_flag flags, failure& why) noexcept;
bool check(protection_flag protection, failure& why) noexcept;
bool check(msync_flag flags, failure& why) noexcept;

// And for a NUMA node, where one was asked for.
bool check_node(std::optional<unsigned> node, failure& why) noexcept;

// As the caller meant it: write brings read with it.
open_flag normalized(open_flag open) noexcept;
protection_flag normalized(protection_flag protection) noexcept;

// Whether the address is more than a hint.
constexpr bool orders_address(mmap_flag flags) noexcept {
  return has(flags, mmap_flag::fixed) || has(flags, mmap_flag::no_replace);
}

// Whether the mapping's stores go to the file.
constexpr bool writes_through(const mmap_options& options) noexcept {
  return is_shared(options.mmap) && has(options.protection, protection_flag::write);
}

}  // namespace mmapkit
