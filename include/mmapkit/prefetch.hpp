/// \file
/// Reading many ranges of memory in, before they are used.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <system_error>

#include <mmapkit/export.hpp>

namespace mmapkit {

/// Starts reading the pages that the ranges touch, all of them at once, and does not wait for them: the device gets as
/// many requests as there are ranges, where each access to a page that is not in memory would wait for the one before.
/// Any alignment, any size and any order; ranges of no bytes, and pages that are in memory already, cost next to
/// nothing. mapping::residency tells whether the pages are there by now, where its `known` is true; an access waits for
/// those that are not.
///
/// On Linux nothing is read that was not asked for. An error of the device is not reported here: the access meets it.
/// For a long range the system may wait until its queue has room.
///
/// Ask for all that is known to be needed by one call: a look-up of 64 keys in an index that is not in memory takes
/// about as long as one of a few. advice::populate_read is no substitute, since it waits for each page in turn.
///
/// \throws mmap_error not_enough_memory where a range is not mapped; the others are on their way all the same;
/// function_not_supported before Windows 8.
/// \par Platforms
/// Every. Linux by process_madvise of this process, and where it is missing by madvise, in pieces, since the system
/// reads no more of a range than its read-ahead, which is often 128 KiB; Windows by PrefetchVirtualMemory; others by
/// posix_madvise.
/// \par Example
/// \code{.cpp}
/// mmapkit::prefetch({index.bytes().subspan(first, 100), index.bytes().subspan(second, 100)});
/// \endcode
/// \sa Linux \linuxman{process_madvise,2}, \linuxman{madvise,2}, MADV_WILLNEED;
/// \win32{memoryapi,PrefetchVirtualMemory}
MMAPKIT_EXPORT void prefetch(std::span<const std::span<const std::byte>> ranges);
MMAPKIT_EXPORT void prefetch(std::span<const std::span<const std::byte>> ranges, std::error_code& error) noexcept;

/// The same for ranges that are written out.
inline void prefetch(std::initializer_list<std::span<const std::byte>> ranges) {
  prefetch(std::span{ranges.begin(), ranges.size()});
}
inline void prefetch(std::initializer_list<std::span<const std::byte>> ranges, std::error_code& error) noexcept {
  prefetch(std::span{ranges.begin(), ranges.size()}, error);
}

}  // namespace mmapkit
