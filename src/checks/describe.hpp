// The object of an error message: a file, a range or a name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <mmapkit/detail/file_identity.hpp>
#include <mmapkit/flags/native_handle.hpp>

#include "describe_memory.hpp"
#include "failure.hpp"

namespace mmapkit {

class path_view;
struct mmap_options;

// With the range, unless `tried` is open.
std::string describe(path_view path, const mmap_options& options, operation tried);
std::string describe(native_handle file, const mmap_options& options, operation tried);
std::string describe(const mmap_options& options, operation tried);
std::string describe(const std::byte* data, std::size_t length, std::size_t offset);  // a part of memory
std::string describe_range(std::size_t length, std::size_t offset);
// The file that is mapped at the address, by the best name that is left: its path as the system tells it, its handle,
// or its number. Empty where there is none.
std::string describe_file(const void* addr, native_handle file, const detail::file_identity& identity);
// The file by its path, as the system tells it, or else the handle.
std::string describe(native_handle file);
// Of a handle that was closed, and may be another file's by now.
std::string describe_closed(native_handle file);
std::string describe(std::string_view name);
std::string describe(native_handle file, std::uint64_t offset, std::uint64_t length);  // length 0: to the end
std::string describe_ranges(std::size_t count, const std::string& how);
std::string describe_view(const void* addr);

}  // namespace mmapkit
