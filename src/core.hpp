// The calls themselves, as the throwing forms, the error_code forms and mapping use them: each returns what went wrong.
#pragma once

#include <filesystem>
#include <string>

#include <mmapkit/mmap.hpp>

#include "failure.hpp"

namespace mmapkit::core {

mapped map(const std::filesystem::path& path, const mmap_options& options, failure& why) noexcept;
mapped map(native_handle file, const mmap_options& options, failure& why) noexcept;
mapped map(const mmap_options& options, failure& why) noexcept;

failure unmap(const mapped& memory) noexcept;
failure protect(void* addr, std::size_t size, protection_flag protection) noexcept;
failure sync(void* addr, const backing_file& fd, std::size_t size, msync_flag flags) noexcept;

// Closes the file early, while the memory stays mapped, where this library opened it.
void close_file(mapped& memory) noexcept;

// What a message calls the thing that was tried: with the range, once the file is open.
std::string describe(const std::filesystem::path& path, const mmap_options& options, operation tried);
std::string describe(native_handle file, const mmap_options& options, operation tried);
std::string describe(const mmap_options& options, operation tried);
std::string describe(const void* addr, std::size_t size);

// The error_code forms report a failure so.
inline void report(const failure& why, std::error_code& error) noexcept { error = why.code; }

}  // namespace mmapkit::core
