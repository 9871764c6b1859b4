/// \file
/// How to map.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <mmapkit/flags/allocation_flag.hpp>
#include <mmapkit/flags/file_growth.hpp>
#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/posix_advice.hpp>
#include <mmapkit/flags/protection_flag.hpp>
#include <mmapkit/flags/section_flag.hpp>

namespace mmapkit {

/// How to map. The defaults read the whole file through a private mapping.
///
/// \par Example
/// \code{.cpp}
/// mmapkit::mmap("data.bin", {.open = open_flag::read | open_flag::write,
///                            .protection = protection_flag::read | protection_flag::write,
///                            .mmap = mmap_flag::shared});
/// \endcode
struct mmap_options {
  open_flag open = open_flag::read;                    ///< for a path; read and write alone are allowed otherwise
  protection_flag protection = protection_flag::read;  ///< write adds read
  mmap_flag mmap = mmap_flag::private_;                ///< private_ or shared, and more
  std::optional<std::size_t> size = std::nullopt;  ///< bytes, more than 0; absent: from offset to the end of the file
  std::uint64_t offset = 0;                        ///< bytes from the start of the file, aligned or not
  void* address = nullptr;  ///< where the byte at `offset` shall be: a hint, or an order with fixed or no_replace
  file_growth growth = file_growth::allocated;  ///< when a shared, writable mapping ends beyond the file
  /// For a path and a shared, writable mapping: when mmap returns, the file, its length and its name are on the device,
  /// through the drive's cache, as sync(durability::all) and sync_directory_entry do it; invalid_argument for anything
  /// else. A file that was made, and then could not be made durable, stays.
  ///
  /// \par Platforms
  /// As sync_directory_entry.
  bool durable = false;
  bool keep_file = false;  ///< `mapping` keeps a file open that it would close, so that resize can follow it
  /// Of the address: bytes, a power of two; more than allocation_granularity() for anonymous memory alone.
  std::size_t alignment = 0;
  std::optional<unsigned> numa_node = std::nullopt;    ///< take pages from there, or from others if it is full
  section_flag section = section_flag::none;           ///< Windows: how the section is made
  allocation_flag allocation = allocation_flag::none;  ///< Windows: how addresses and memory are given
  /// The permissions of a file that open_flag::create or ensure_create makes, less the umask. One that is there already
  /// keeps its own. invalid_argument without either flag, and for bits beyond 0777, as the decimal number 600 has.
  ///
  /// \par Platforms
  /// POSIX. Windows has 0666, and 0444 for a file that is read-only; others are operation_not_supported: who may do
  /// what is inherited from the folder there.
  unsigned mode = default_file_mode;
  /// Bytes, instead of a size: a file that has more from `offset` on is mapped to its end, and one that has fewer grows
  /// to that many, as for a size. 0: as it is. invalid_argument together with size, and where the file is shorter and
  /// the mapping may not grow it.
  std::size_t minimum_size = 0;
  /// How the memory will be used: `random` for an index or a database, of which a page here and there is needed. A
  /// plain mapping reads the pages around each one along, which makes reading in order fast, and random access to a
  /// file that is not in memory slower by an order of magnitude. It changes how fast pages come and nothing else.
  /// What a system does not have is left out there, and where mapping::resize maps anew it has to be given again.
  /// invalid_argument for a value without a meaning.
  ///
  /// \par Platforms
  /// POSIX, as posix_madvise; Windows will_need alone.
  /// \par Example
  /// \code{.cpp}
  /// mapping text{"words.txt", {.advice = posix_advice::sequential}};
  /// \endcode
  /// \sa POSIX.1-2024 \posix{posix_madvise}
  posix_advice advice = posix_advice::normal;
};

/// Opening to read and write, in one word: shared, stores reach the file, which is there. It gets at least that many
/// bytes; one that is longer is mapped whole.
///
/// Throws nothing.
///
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// mapping table{"table.bin", read_write()};
/// table.as_writable<int>()[0] = 1;
/// \endcode
[[nodiscard]] constexpr mmap_options read_write(std::size_t minimum_size = 0) noexcept {
  return {.open = open_flag::read | open_flag::write,
          .protection = protection_flag::read | protection_flag::write,
          .mmap = mmap_flag::shared,
          .minimum_size = minimum_size};
}

/// As read_write, and a file that is not there is made, of zeros. A shorter one that is there, whoever made it, becomes
/// longer too: where it may be somebody else's, look into it first, by `mapping{path}`.
///
/// Throws nothing.
///
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// mapping log{"log.bin", read_write_or_create(4096)};
/// \endcode
[[nodiscard]] constexpr mmap_options read_write_or_create(std::size_t minimum_size) noexcept {
  auto options = read_write(minimum_size);
  options.open |= open_flag::create;
  return options;
}

/// The same options for random access, as an index or a database needs it: mmap_options::advice is `random`. For what
/// is known beforehand to be needed there is mapping::prefetch.
///
/// Throws nothing.
///
/// \par Platforms
/// Every, and of no effect on Windows.
/// \par Example
/// \code{.cpp}
/// mapping index{"words.idx", random_access()};
/// mapping table{"table.bin", random_access(read_write())};
/// \endcode
/// \sa POSIX.1-2024 \posix{posix_madvise}, POSIX_MADV_RANDOM
[[nodiscard]] constexpr mmap_options random_access(mmap_options options = {}) noexcept {
  options.advice = posix_advice::random;
  return options;
}

/// A copy of the file that is yours to change: stores stay in this process, and the file, which need not be writable,
/// keeps what it has.
///
/// Throws nothing.
///
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// mapping image{"image.bin", copy_on_write()};
/// \endcode
/// \sa POSIX.1-2024 \posix{mmap}, MAP_PRIVATE
[[nodiscard]] constexpr mmap_options copy_on_write() noexcept {
  return {.protection = protection_flag::read | protection_flag::write, .mmap = mmap_flag::private_};
}

}  // namespace mmapkit
