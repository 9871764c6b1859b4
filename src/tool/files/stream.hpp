// What is read from its beginning to its end, since it cannot be mapped.
#pragma once

#include <cstddef>
#include <filesystem>
#include <mmapkit/file.hpp>
#include <span>
#include <system_error>

namespace mmapkit::tool {

// Opens a pipe or a device, and waits for the other end of a FIFO; "-" is standard input.
// Throws: std::system_error.
file open_stream(const std::filesystem::path& path);

// Whether a file has holes. Where it is in memory (tmpfs) a mapping fills those that are looked at.
bool has_holes(const file& opened);

// What is there, without waiting for more; 0 at the end.
std::size_t read_some(const file& from, std::span<char> to, std::error_code& error);

}  // namespace mmapkit::tool
