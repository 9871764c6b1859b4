// The contract of a backend. A port to a new system writes these functions and nothing else.
//
// The portable code above guarantees: no flag arrives that the system lacks (marks and `available` have been asked),
// flags do not contradict each other, protections have read wherever they have write (but for `map`, which the POSIX
// signature calls with what it was given), offset + length fits a signed 64-bit integer.
// A backend guarantees: no policy, no allocation on success, nothing thrown; each function reports through `error`
// alone and leaves it untouched on success; the code is read before any clean-up; what a failed call made is released.
// Owners: an opened handle belongs to the caller until close_file; a handle passed in is never closed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <system_error>

#include <mmapkit/flags.hpp>
#include <mmapkit/mmap.hpp>
#include <mmapkit/native_handle.hpp>

namespace mmapkit::backend {

// The one system that this backend serves.
mark system() noexcept;

// Constant while the process lives; powers of two.
std::size_t page_size() noexcept;
std::size_t granularity() noexcept;

// The unit that the system rounds the length of huge_table memory up to; 0 where it has no such memory.
std::size_t huge_page_size() noexcept;

// How the library's own refusals are numbered: as an error of this system where it uses errno.
std::error_code refusal(std::errc reason) noexcept;

// The native bits of one flag; nothing where the system has no such flag; 0 where it is met without a bit.
// Each is a switch without default, so that the compiler finds a flag without an answer.
std::optional<std::uint32_t> native_value(open_flag flag) noexcept;
std::optional<std::uint32_t> native_value(protection_flag flag) noexcept;
std::optional<std::uint32_t> native_value(mmap_flag flag) noexcept;
std::optional<std::uint32_t> native_value(msync_flag flag) noexcept;

// Whether the running system keeps the promise of a flag that its platform has: asks it where that is in doubt.
bool available(open_flag flag) noexcept;
bool available(protection_flag flag) noexcept;
bool available(mmap_flag flag) noexcept;
bool available(msync_flag flag) noexcept;

// Opens for reading, and for writing where `flags` says so; close-on-exec; never waits for a FIFO's other end.
// `protection` tells what a mapping will ask of the handle, for systems that decide it at opening.
native_handle open_file(const std::filesystem::path& path, open_flag flags, protection_flag protection,
                        std::error_code& error) noexcept;
void close_file(native_handle file, std::error_code& error) noexcept;

struct file_info {
  std::uint64_t size = 0;  // bytes; meaningful for regular files
  bool regular = false;    // not a directory, FIFO, socket or device
};

file_info examine(native_handle file, std::error_code& error) noexcept;

// For a file that says it is empty: an error if the system cannot map files of its kind at all, as those under /proc.
void probe(native_handle file, std::error_code& error) noexcept;

// Makes the file `to` bytes long, more than its `from`. On failure what it added is taken back, and nothing else.
void grow(native_handle file, std::uint64_t from, std::uint64_t to, file_growth growth,
          std::error_code& error) noexcept;

// Takes a growth back, if the file is still `to` bytes long; a failure is of no more use to anyone.
void undo_growth(native_handle file, std::uint64_t from, std::uint64_t to) noexcept;

struct map_request {
  void* address = nullptr;
  std::size_t length = 0;
  protection_flag protection = protection_flag::none;
  mmap_flag flags{};
  native_handle file = no_handle;
  std::uint64_t offset = 0;
};

// One mapping, at a multiple of the granularity; null on failure.
void* map(const map_request& request, std::error_code& error) noexcept;

// Some systems fill or lock a new mapping as well as they can and keep quiet where they could not: this makes them say
// so. Asked once after map, and only for those flags.
void report_hidden_failure(void* base, std::size_t length, mmap_flag flags, std::error_code& error) noexcept;

// `base` is aligned to pages in the next three, except where the POSIX signature was given something else.
void unmap(void* base, std::size_t length, std::error_code& error) noexcept;
void protect(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept;

// `file` is no_handle where none is known.
void sync(void* base, std::size_t length, msync_flag flags, native_handle file, std::error_code& error) noexcept;

}  // namespace mmapkit::backend
