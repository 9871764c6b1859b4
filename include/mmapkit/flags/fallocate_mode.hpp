/// \file
/// What is done to the space of a file: fallocate().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// What fallocate does to a range of a file. The empty set allocates, and makes the file longer where the range ends
/// beyond it. keep_size goes with it and with zero_range, unshare_range and punch_hole; the others go alone.
///
/// \sa Linux \linuxman{fallocate,2}; FSCTL_SET_ZERO_DATA; \linuxman{fcntl,2} F_PUNCHHOLE
enum class fallocate_mode : std::uint64_t {
  allocate = 0,
  keep_size = 1U << 0,       ///< FALLOC_FL_KEEP_SIZE
  punch_hole = 1U << 1,      ///< FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE/F_PUNCHHOLE
  collapse_range = 1U << 2,  ///< FALLOC_FL_COLLAPSE_RANGE
  zero_range = 1U << 3,      ///< FALLOC_FL_ZERO_RANGE
  insert_range = 1U << 4,    ///< FALLOC_FL_INSERT_RANGE
  unshare_range = 1U << 5,   ///< FALLOC_FL_UNSHARE_RANGE
  write_zeroes = 1U << 6,    ///< FALLOC_FL_WRITE_ZEROES
};

template <>
inline constexpr bool is_bitmask<fallocate_mode> = true;

template <>
inline constexpr flag_row<fallocate_mode> rows<fallocate_mode>[] = {
    {fallocate_mode::allocate, "allocate", "", mark::every, "Linux 2.6.23",
     "the range gets its blocks: a later store cannot find the disk full"},
    {fallocate_mode::keep_size, "keep_size", "FALLOC_FL_KEEP_SIZE", mark::linux_, "Linux 2.6.23",
     "the file does not become longer"},
    {fallocate_mode::punch_hole, "punch_hole", "FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE/F_PUNCHHOLE",
     mark::linux_ | mark::apple | mark::freebsd | mark::windows, "Linux 2.6.38",
     "the range's content is dropped: it reads as zeros and takes no blocks; the file keeps its length"},
    {fallocate_mode::collapse_range, "collapse_range", "FALLOC_FL_COLLAPSE_RANGE", mark::linux_, "Linux 3.15",
     "the range is taken out, what follows moves up; whole blocks"},
    {fallocate_mode::zero_range, "zero_range", "FALLOC_FL_ZERO_RANGE", mark::linux_, "Linux 3.15",
     "the range reads as zeros and keeps blocks"},
    {fallocate_mode::insert_range, "insert_range", "FALLOC_FL_INSERT_RANGE", mark::linux_, "Linux 4.1",
     "room is made at the offset, what follows moves down; whole blocks"},
    {fallocate_mode::unshare_range, "unshare_range", "FALLOC_FL_UNSHARE_RANGE", mark::linux_, "Linux 4.9",
     "blocks shared with another file are copied now"},
    {fallocate_mode::write_zeroes, "write_zeroes", "FALLOC_FL_WRITE_ZEROES", mark::linux_, "Linux 6.17",
     "zeros are written, by the device itself"},
};

}  // namespace mmapkit
