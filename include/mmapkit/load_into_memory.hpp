/// \file
/// The whole content of a file in memory of its own, which many look-ups find faster than in the system's cache.
#pragma once

#include <system_error>

#include <mmapkit/allocation.hpp>
#include <mmapkit/export.hpp>
#include <mmapkit/flags/handle_view.hpp>
#include <mmapkit/flags/path_view.hpp>

namespace mmapkit {

/// Reads the whole file into memory that `allocate` gives, in huge pages where the system has them, and closes it.
/// For an index that is loaded once and read at random for a long time: one entry of the processor's TLB stands for 2
/// MiB, where the pages of a file system's cache mostly have 4 KiB (tests/benchmarks/README.md has the figures).
/// Nobody can change or cut what was loaded, and the memory is yours to store to; what others write while it is read
/// may be in it in part. It is needed beside the cache, which gives its copy up when memory is short.
///
/// allocate_options::prefault_threads says how many threads read, each a part of its own: 0 means one for each
/// processor, and 8 at most. The other options are as for `allocate`. An empty file gives an empty allocation.
///
/// \throws mmap_error as open and allocate; invalid_argument for what has no end or does not say how long it is, such
/// as a pipe or a file of /proc: `load` reads the latter; io_error where there are fewer bytes than the file has said,
/// since it was cut short meanwhile; value_too_large for what does not fit the address space.
/// \par Platforms
/// Every; huge pages as `allocate` has them. On Windows the reads of one handle go one after the other, and move the
/// position of a borrowed one.
/// \par Example
/// \code{.cpp}
/// const auto index = load_into_memory("words.idx");
/// const auto& head = index.object<header>(0);
/// \endcode
/// \sa POSIX \posix{pread}; Linux \linuxman{madvise,2}, MADV_HUGEPAGE
[[nodiscard]] MMAPKIT_EXPORT allocation load_into_memory(path_view path, const allocate_options& options = {});
[[nodiscard]] MMAPKIT_EXPORT allocation load_into_memory(path_view path, const allocate_options& options,
                                                         std::error_code& error) noexcept;
[[nodiscard]] MMAPKIT_EXPORT allocation load_into_memory(handle_view file, const allocate_options& options = {});
[[nodiscard]] MMAPKIT_EXPORT allocation load_into_memory(handle_view file, const allocate_options& options,
                                                         std::error_code& error) noexcept;

}  // namespace mmapkit
