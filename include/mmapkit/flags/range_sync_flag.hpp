/// \file
/// Which parts of writing back are started or awaited: sync_file_range().
#pragma once

#include <cstdint>

#include <mmapkit/flags/flag_set.hpp>

namespace mmapkit {

/// How far sync_file_range goes. None of it makes anything durable: no metadata, and no word to the device.
///
/// \sa Linux \linuxman{sync_file_range,2}
enum class range_sync_flag : std::uint64_t {
  wait_before = 1U << 0,  ///< SYNC_FILE_RANGE_WAIT_BEFORE
  write = 1U << 1,        ///< SYNC_FILE_RANGE_WRITE
  wait_after = 1U << 2,   ///< SYNC_FILE_RANGE_WAIT_AFTER
};

template <>
inline constexpr bool is_bitmask<range_sync_flag> = true;

template <>
inline constexpr flag_row<range_sync_flag> rows<range_sync_flag>[] = {
    {range_sync_flag::wait_before, "wait_before", "SYNC_FILE_RANGE_WAIT_BEFORE", mark::linux_, "Linux 2.6.17",
     "wait for writing that is going on"},
    {range_sync_flag::write, "write", "SYNC_FILE_RANGE_WRITE", mark::linux_, "Linux 2.6.17",
     "start writing the changed pages"},
    {range_sync_flag::wait_after, "wait_after", "SYNC_FILE_RANGE_WAIT_AFTER", mark::linux_, "Linux 2.6.17",
     "wait until they are written"},
};

}  // namespace mmapkit
