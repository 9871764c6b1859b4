// Files: size, blocks, reading and writing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <system_error>

#include <mmapkit/detail/file_identity.hpp>
#include <mmapkit/flags/native_handle.hpp>

#include "native_value.hpp"

namespace mmapkit {

struct cache_state;

namespace backend {

// open.cpp
// The handle is closed also where there is an error.
void close_file(native_handle file, std::error_code& error) noexcept;

struct file_info {
  std::uint64_t size = 0;  // bytes; of regular files and disks
  bool regular = false;    // not a directory, FIFO, socket or device
  bool has_end = false;    // a regular file, or a disk: it has a size, and does not grow
  std::size_t unit = 0;    // the page size of a file in huge pages; 0 for other files
  detail::file_identity identity = {};
};

// duplicate.cpp
// Another handle of the same opening, close-on-exec.
native_handle duplicate(native_handle file, std::error_code& error) noexcept;

enum class file_lock : std::uint8_t { shared, exclusive };

// lock_file.cpp
// Locks the opening of the file against its other openings. False where another has the lock and `waits` is not set, or
// with an error.
bool lock_file(native_handle file, file_lock how, bool waits, std::error_code& error) noexcept;
void unlock_file(native_handle file, std::error_code& error) noexcept;

// examine.cpp
file_info examine(native_handle file, std::error_code& error) noexcept;
// An error if files of this kind cannot be mapped. Called for files whose size is 0, as those under /proc say.
void probe(native_handle file, std::error_code& error) noexcept;

// longest_file.cpp
// How long this process may make a file, in bytes.
std::uint64_t longest_file() noexcept;

enum class file_kind : std::uint8_t {
  regular,
  directory,
  fifo,  // or a pipe without a name
  socket,
  character_device,
  block_device,
  symbolic_link,
  other  // or unknown
};

// file_kind.cpp
file_kind kind_of(native_handle file) noexcept;

// path_of.cpp
// The path of an open file in UTF-8, as the system tells it; it is written into `name`, which has at least 4,096 bytes.
// Linux marks one that was removed, as it does in its list of regions. Empty where the system does not tell.
std::string_view path_of(native_handle file, std::span<char> name) noexcept;

// opened_for.cpp
// open_flag::read and write; both where the system does not tell.
open_flag opened_for(native_handle file) noexcept;

// grow.cpp
// The steps by which a file becomes longer. None of them makes it shorter, whatever other processes do meanwhile.
//
// Prepares the blocks of the range, or for `sparse` a hole, and keeps the length: the range may lie beyond the end.
// False where the file system has no such call. What was allocated before an error stays.
bool reserve_blocks(native_handle file, std::uint64_t from, std::uint64_t to, file_growth growth,
                    std::error_code& error) noexcept;
// Makes the file at least `to` bytes long, with blocks from `from` on. False where only the length could be set.
bool lengthen(native_handle file, std::uint64_t from, std::uint64_t to, std::error_code& error) noexcept;
// Whether a mapping may end beyond its file, which grows afterwards.
bool maps_beyond_end() noexcept;
// Does nothing if the size is no longer `from`: another process has appended.
void shorten(native_handle file, std::uint64_t from, std::uint64_t to, std::error_code& error) noexcept;
// To length 0, whatever it was.
void empty_file(native_handle file, std::error_code& error) noexcept;

// populate.cpp
// Gets blocks for a part of a shared, writable mapping without changing a byte. `offset` is that of `base` in the file.
void populate(void* base, std::size_t length, native_handle file, std::uint64_t offset,
              std::error_code& error) noexcept;

// read_file.cpp
// Returns the number of bytes, which may be less than asked for; 0 at the end.
std::size_t read_file(native_handle file, std::uint64_t offset, std::span<std::byte> to,
                      std::error_code& error) noexcept;

// write_file.cpp
// Writes so that mappings of the file show the bytes, durably if `durable`. Returns false, with nothing written, where
// writes and mappings of this file are not coherent, or the system has no such call.
bool write_file(native_handle file, std::uint64_t offset, std::span<const std::byte> bytes, bool durable,
                std::error_code& error) noexcept;

struct file_part {
  std::uint64_t offset = 0;
  std::span<const std::byte> bytes;
};

// The same for many parts, which ascend. Not durable.
bool write_file(native_handle file, std::span<const file_part> parts, std::error_code& error) noexcept;

// sync_file.cpp
void sync_file(native_handle file, durability level, std::error_code& error) noexcept;

// fallocate.cpp
void fallocate(native_handle file, fallocate_mode flags, std::uint64_t offset, std::uint64_t length,
               std::error_code& error) noexcept;

// posix_fadvise.cpp
void posix_fadvise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice what,
                   std::error_code& error) noexcept;

// readahead.cpp
void read_ahead(native_handle file, std::uint64_t offset, std::uint64_t length, std::error_code& error) noexcept;

// sync_file_range.cpp
void sync_file_range(native_handle file, std::uint64_t offset, std::uint64_t length, range_sync_flag flags,
                     std::error_code& error) noexcept;

// cachestat.cpp
cache_state cachestat(native_handle file, std::uint64_t offset, std::uint64_t length, unsigned flags,
                      std::error_code& error) noexcept;

}  // namespace backend

}  // namespace mmapkit
