/// \file
/// What a sync promises.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace mmapkit {

/// What a sync promises when it returns.
///
/// | level     | Linux               | macOS           | BSD             | Windows              |
/// |-----------|---------------------|-----------------|-----------------|----------------------|
/// | scheduled | sync_file_range     | msync(MS_ASYNC) | msync(MS_ASYNC) | FlushViewOfFile      |
/// | data      | msync(MS_SYNC)      | msync(MS_SYNC)  | msync(MS_SYNC)  | and FlushFileBuffers |
/// | all       | msync(MS_SYNC)      | msync(MS_SYNC)  | msync(MS_SYNC)  | and FlushFileBuffers |
/// | ...       | and fsync           | and F_FULLFSYNC | and fsync       |                      |
///
/// A file system of macOS without F_FULLFSYNC gets fsync.
///
/// The system tells of a failed sync once for each open file description. What it told is kept for all mappings of the
/// file in this process and its children of fork(). Other processes that have the same description, by SCM_RIGHTS, over
/// exec, or as children of clone(2) or _Fork, have no part in that: one of them is told. They open the file themselves.
///
/// On a file system of several machines this is the server's promise, and says nothing of what another machine sees: a
/// mapping that it has open stays as it was read, on NFS and GlusterFS, where this was tried. What brings it fresh
/// content, and which locks hold between the machines, is in tests/faults/network/README.md.
enum class durability : std::uint8_t {
  scheduled,  ///< writing has begun; nothing is promised
  data,       ///< the data is on the device, and all that is needed to find it; on macOS perhaps in the drive's cache
  all,        ///< data and metadata are on the device, through the drive's cache
};

/// Bytes for one place of a mapping.
struct write_request {
  std::size_t offset = 0;            ///< from the start of the mapping, bytes
  std::span<const std::byte> bytes;  ///< what is stored there
};

}  // namespace mmapkit
