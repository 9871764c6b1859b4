// What has to survive a power cut.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <system_error>

#include <mmapkit/export.hpp>
#include <mmapkit/path_view.hpp>

namespace mmapkit {

// What a sync promises when it returns.
//
// | level     | Linux                       | macOS                    | BSD                | Windows                 |
// |-----------|-----------------------------|--------------------------|--------------------|-------------------------|
// | scheduled | sync_file_range             | msync(MS_ASYNC)          | msync(MS_ASYNC)    | FlushViewOfFile         |
// | data      | msync(MS_SYNC)              | msync(MS_SYNC)           | msync(MS_SYNC)     | and FlushFileBuffers    |
// | all       | msync(MS_SYNC) and fsync    | and F_FULLFSYNC          | and fsync          | the same                |
//
// A file system of macOS without F_FULLFSYNC gets fsync.
enum class durability : std::uint8_t {
  scheduled,  // writing has begun; nothing is promised
  data,       // the data is on the device, and all that is needed to find it; on macOS perhaps in the drive's cache
  all,        // data and metadata are on the device, through the drive's cache
};

// Bytes for one place of a mapping.
struct write_request {
  std::size_t offset = 0;  // from the start of the mapping, bytes
  std::span<const std::byte> bytes;
};

// Makes the entries of the folder that the file is in durable: a new file, and a renamed one, is found after a power
// cut only when that was done. Of a symbolic link, also those of the folder where what it leads to is.
//
// Throws: mmap_error; on Windows also where this user may not write into the folder.
// Platforms: every. Source: fsync() of the directory; FlushFileBuffers.
//
//     sync_entry("data.bin");
MMAPKIT_EXPORT void sync_entry(path_view file);
MMAPKIT_EXPORT void sync_entry(path_view file, std::error_code& error) noexcept;

}  // namespace mmapkit
