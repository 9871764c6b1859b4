/// \file
/// What mmap returns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <mmapkit/detail/file_identity.hpp>
#include <mmapkit/export.hpp>
#include <mmapkit/flags/file_growth.hpp>
#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/native_handle.hpp>

namespace mmapkit {

namespace detail {
struct backing_access;
struct fault_record;
}  // namespace detail

/// The file behind a mapping, and where the system's mapping truly starts and ends. Opaque: keep it, copy it, hand it
/// to munmap and msync.
class backing_file {
 public:
  constexpr backing_file() noexcept = default;
  /// Whether both are the same.
  friend bool operator==(const backing_file&, const backing_file&) noexcept = default;

 private:
  friend struct detail::backing_access;

  native_handle handle_ = no_handle;
  bool owned_ = false;
  bool was_writable_ = false;  // before its protection was taken away
  std::uint8_t unit_log2_ = 0;
  void* base_ = nullptr;
  std::size_t length_ = 0;
  void* addr_ = nullptr;
  std::size_t size_ = 0;
  mmap_flag flags_{};
  file_growth growth_ = file_growth::allocated;
  std::uint64_t start_ = 0;  // of base_ in the file
  detail::file_identity identity_;
  std::uint32_t since_ = 0;  // how many syncs had failed before
  int lost_ = 0;             // the code of the first sync that failed
  mutable detail::fault_record* faults_ = nullptr;
};

/// What mmap returns. Hand all of it back to munmap, unchanged.
struct mapped {
  void* addr = nullptr;  ///< the byte at `offset`; never null on success, also for an empty file
  backing_file fd;       ///< the file, open until munmap
  std::size_t size = 0;  ///< bytes from addr that may be used
};

/// "4096 bytes at 0x7f12a4000000"
/// \throws std::bad_alloc
/// \par Platforms
/// Every.
[[nodiscard]] MMAPKIT_EXPORT std::string to_string(const mapped& memory);

}  // namespace mmapkit
