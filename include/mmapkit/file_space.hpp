// A file's blocks and its pages in the system's cache.
#pragma once

#include <cstdint>
#include <system_error>

#include <mmapkit/flag_set.hpp>
#include <mmapkit/native_handle.hpp>

namespace mmapkit {

// How a file will be read. Not a set; none of it changes the content.
// Source: POSIX.1-2024 posix_fadvise().
enum class file_advice : std::uint8_t { normal, random, sequential, will_need, dont_need, no_reuse };

template <>
inline constexpr flag_row<file_advice> rows<file_advice>[] = {
    {file_advice::normal, "normal", mark::linux_ | mark::freebsd | mark::netbsd, "POSIX.1-2001",
     "nothing special: the default"},
    {file_advice::random, "random", mark::linux_ | mark::freebsd | mark::netbsd, "POSIX.1-2001",
     "accesses in no order"},
    {file_advice::sequential, "sequential", mark::linux_ | mark::freebsd | mark::netbsd, "POSIX.1-2001",
     "accesses in order"},
    {file_advice::will_need, "will_need", mark::linux_ | mark::apple | mark::freebsd | mark::netbsd, "POSIX.1-2001",
     "start reading the pages into the cache"},
    {file_advice::dont_need, "dont_need", mark::linux_ | mark::freebsd | mark::netbsd, "POSIX.1-2001",
     "drop the pages from the cache that are written back and not mapped"},
    {file_advice::no_reuse, "no_reuse", mark::linux_ | mark::freebsd | mark::netbsd, "POSIX.1-2001",
     "read once: the first to go (Linux: since 6.3)"},
};

// int posix_fadvise(int fd, off_t offset, off_t len, int advice);
//
// Tells the system how `length` bytes at `offset` of a file will be used; length 0 means up to the end. Whole pages of
// the cache are dropped by dont_need, parts are kept.
// Throws: mmap_error; illegal_seek for a pipe.
// Platforms: Linux, FreeBSD, NetBSD; macOS will_need alone (F_RDADVISE).
//
//     posix_fadvise(fd, 0, 0, file_advice::dont_need);
//
// Source: POSIX.1-2024 posix_fadvise(); macOS fcntl(2).
MMAPKIT_EXPORT void posix_fadvise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice what);
MMAPKIT_EXPORT void posix_fadvise(native_handle file, std::uint64_t offset, std::uint64_t length, file_advice what,
                                  std::error_code& error) noexcept;

// ssize_t readahead(int fd, off64_t offset, size_t count);
//
// Starts reading `length` bytes at `offset` into the cache, as file_advice::will_need does; length 0 means up to the
// end. How much is read is the system's to say. Throws: mmap_error; invalid_argument for what is not a file or a block
// device. Platforms: Linux.
//
//     read_ahead(fd, 0, 1 << 20);
//
// Source: Linux readahead(2).
MMAPKIT_EXPORT void read_ahead(native_handle file, std::uint64_t offset, std::uint64_t length);
MMAPKIT_EXPORT void read_ahead(native_handle file, std::uint64_t offset, std::uint64_t length,
                               std::error_code& error) noexcept;

// What fallocate does to a range of a file. The empty set allocates, and makes the file longer where the range ends
// beyond it. keep_size goes with it and with zero_range, unshare_range and punch_hole; the others go alone.
// Source: Linux fallocate(2); FSCTL_SET_ZERO_DATA; fcntl(2) F_PUNCHHOLE.
enum class space_flag : std::uint64_t {
  allocate = 0,
  keep_size = 1U << 0,
  punch_hole = 1U << 1,
  collapse_range = 1U << 2,
  zero_range = 1U << 3,
  insert_range = 1U << 4,
  unshare_range = 1U << 5,
  write_zeroes = 1U << 6,
};

template <>
inline constexpr bool is_bitmask<space_flag> = true;

template <>
inline constexpr flag_row<space_flag> rows<space_flag>[] = {
    {space_flag::allocate, "allocate", mark::every, "Linux 2.6.23",
     "the range gets its blocks: a later store cannot find the disk full"},
    {space_flag::keep_size, "keep_size", mark::linux_, "Linux 2.6.23", "the file does not become longer"},
    {space_flag::punch_hole, "punch_hole", mark::linux_ | mark::apple | mark::freebsd | mark::windows, "Linux 2.6.38",
     "the range's content is dropped: it reads as zeros and takes no blocks; the file keeps its length"},
    {space_flag::collapse_range, "collapse_range", mark::linux_, "Linux 3.15",
     "the range is taken out, what follows moves up; whole blocks"},
    {space_flag::zero_range, "zero_range", mark::linux_, "Linux 3.15", "the range reads as zeros and keeps blocks"},
    {space_flag::insert_range, "insert_range", mark::linux_, "Linux 4.1",
     "room is made at the offset, what follows moves down; whole blocks"},
    {space_flag::unshare_range, "unshare_range", mark::linux_, "Linux 4.9",
     "blocks shared with another file are copied now"},
    {space_flag::write_zeroes, "write_zeroes", mark::linux_, "Linux 6.17", "zeros are written, by the device itself"},
};

// int fallocate(int fd, int mode, off_t offset, off_t len);
//
// Changes the blocks of `length` bytes, more than 0, at `offset`. Allocating rounds outwards to blocks; holes are
// punched in whole blocks, and the rest of the range is filled with zeros. The file must be open for writing.
//
// Throws: mmap_error; no_space_on_device, and then the file is as it was but for blocks; operation_not_supported where
// the file system cannot.
// Platforms: allocate every (macOS: F_PREALLOCATE; Windows: only to a greater length); punch_hole Linux, macOS, FreeBSD
// and Windows (FSCTL_SET_ZERO_DATA, which makes the file sparse); the others Linux.
//
//     fallocate(fd, space_flag::punch_hole, 0, 1 << 20);
//
// Source: Linux fallocate(2), POSIX.1-2024 posix_fallocate().
MMAPKIT_EXPORT void fallocate(native_handle file, space_flag flags, std::uint64_t offset, std::uint64_t length);
MMAPKIT_EXPORT void fallocate(native_handle file, space_flag flags, std::uint64_t offset, std::uint64_t length,
                              std::error_code& error) noexcept;

// How far sync_file_range goes. None of it makes anything durable: no metadata, and no word to the device.
// Source: Linux sync_file_range(2).
enum class range_sync_flag : std::uint64_t {
  wait_before = 1U << 0,
  write = 1U << 1,
  wait_after = 1U << 2,
};

template <>
inline constexpr bool is_bitmask<range_sync_flag> = true;

template <>
inline constexpr flag_row<range_sync_flag> rows<range_sync_flag>[] = {
    {range_sync_flag::wait_before, "wait_before", mark::linux_, "Linux 2.6.17", "wait for writing that is going on"},
    {range_sync_flag::write, "write", mark::linux_, "Linux 2.6.17", "start writing the changed pages"},
    {range_sync_flag::wait_after, "wait_after", mark::linux_, "Linux 2.6.17", "wait until they are written"},
};

// int sync_file_range(int fd, off_t offset, off_t nbytes, unsigned int flags);
//
// Starts, or waits for, the writing of the changed pages of a range; length 0 means up to the end. It spreads the load
// before an msync or fsync and replaces neither: nothing is durable when it returns.
// Throws: mmap_error. Platforms: Linux 2.6.17.
//
//     sync_file_range(fd, 0, 0, range_sync_flag::write);
//
// Source: Linux sync_file_range(2).
MMAPKIT_EXPORT void sync_file_range(native_handle file, std::uint64_t offset, std::uint64_t length,
                                    range_sync_flag flags);
MMAPKIT_EXPORT void sync_file_range(native_handle file, std::uint64_t offset, std::uint64_t length,
                                    range_sync_flag flags, std::error_code& error) noexcept;

}  // namespace mmapkit
