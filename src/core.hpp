// The calls themselves, as the throwing forms, the error_code forms and mapping use them: each returns what went wrong.
#pragma once

#include <string>

#include <mmapkit/allocation.hpp>
#include <mmapkit/listed.hpp>
#include <mmapkit/mmap.hpp>

#include "failure.hpp"

namespace mmapkit::backend {
struct file_info;
}

namespace mmapkit::core {

mapped map(path_view path, const mmap_options& options, failure& why) noexcept;
mapped map(native_handle file, const mmap_options& options, failure& why) noexcept;
mapped map(const mmap_options& options, failure& why) noexcept;

// The whole of a regular file that has been examined and is not empty, to be read; it stays its opener's.
mapped map_whole(native_handle file, const backend::file_info& info, failure& why) noexcept;

failure unmap(const mapped& memory) noexcept;
failure protect(void* addr, std::size_t size, protection_flag protection) noexcept;
failure sync_entry(path_view path) noexcept;
failure sync(void* addr, const backing_file& fd, std::size_t size, msync_flag flags) noexcept;

failure lock(operation what, const void* addr, std::size_t length, lock_flag flags) noexcept;
failure unlock(const void* addr, std::size_t length) noexcept;

// `may_discard`: whether the caller said that content may go.
failure advise(void* addr, std::size_t length, advice what, bool may_discard) noexcept;

// The pages that the range touches; `file` may be no_handle.
residency count_resident(const void* addr, std::size_t length, native_handle file, failure& why) noexcept;

// The mapping with another size, perhaps elsewhere. On failure it is as it was.
mapped resize(const mapped& memory, std::size_t size, protection_flag protection, failure& why) noexcept;

// Memory as allocate makes it, without an owner: null where it cannot be had. Given back with the same values.
void* take_block(std::size_t bytes, const allocate_options& options) noexcept;
void return_block(void* data, std::size_t bytes, const allocate_options& options) noexcept;

// Whether huge_page_sizes() has it.
bool has_huge_pages_of(std::size_t bytes) noexcept;

// Closes the file early, while the memory stays mapped, where this library opened it.
void close_file(mapped& memory) noexcept;

// What a message calls the thing that was tried: with the range, once the file is open.
std::string describe(path_view path, const mmap_options& options, operation tried);
std::string describe(native_handle file, const mmap_options& options, operation tried);
std::string describe(const mmap_options& options, operation tried);
std::string describe(const void* addr, std::size_t size);
std::string describe(const std::byte* data, std::size_t length, std::size_t offset);  // a part of a mapping
std::string describe_range(std::size_t length, std::size_t offset);
std::string describe(native_handle file);
std::string describe(std::string_view name);
std::string describe(native_handle file, std::uint64_t offset, std::uint64_t length);  // length 0: to the end
std::string describe_ranges(std::size_t count, const std::string& how);
std::string describe_view(const void* addr);

// The error_code forms report a failure so.
inline void report(const failure& why, std::error_code& error) noexcept { error = why.code; }

}  // namespace mmapkit::core
