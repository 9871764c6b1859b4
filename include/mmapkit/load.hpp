/// \file
/// The whole content of a file: a small one is copied, a large one mapped.
#pragma once

#include <cstddef>
#include <system_error>

#include <mmapkit/byte_views.hpp>
#include <mmapkit/flags/handle_view.hpp>
#include <mmapkit/flags/path_view.hpp>
#include <mmapkit/mapping.hpp>

namespace mmapkit {

/// Owns the bytes of a file: a copy of a small one, which nobody can change or cut short; of a large one its mapping,
/// which shows what others write, and faults where they cut the file short (see guarded.hpp). Move-only.
///
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// const auto settings = load("settings.json");
/// parse(settings.text());
/// \endcode
class MMAPKIT_EXPORT file_content : public byte_views<file_content> {
 public:
  file_content() noexcept = default;
  /// Takes over what the other holds, and leaves it empty.
  file_content(file_content&& other) noexcept;
  file_content& operator=(file_content&& other) noexcept;
  ~file_content();

  /// Never null where a file was loaded.
  [[nodiscard]] const std::byte* data() const noexcept MMAPKIT_LIFETIMEBOUND { return data_; }

  /// How many bytes.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// Whether they are a mapping, and not a copy.
  [[nodiscard]] bool is_mapped() const noexcept { return static_cast<bool>(memory_); }

 private:
  friend struct file_content_access;

  mapping memory_;
  std::byte* copy_ = nullptr;
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

/// Files of at most so many bytes, 65,536, are copied. Where reading and mapping cost the same depends on what becomes
/// of a content: where each is dropped before the next is loaded, the same memory serves all of them, and reading is
/// faster up to about 1 MiB; where they are kept, each needs new pages, and mapping is faster from 8 KiB on
/// (tests/benchmarks/load.cpp). This lies between the two.
inline constexpr std::size_t default_copy_limit = std::size_t{64} << 10;

/// Reads or maps the file, whole: it is copied where it has at most `copy_limit` bytes, and mapped where it has more.
/// With 0 every file is mapped that has a byte; with the largest size_t every one is copied, and what becomes of the
/// file cannot be seen in any content. A file that does not say how long it is, as those under /proc, is read to its
/// end.
///
/// Bytes that are appended meanwhile are not in it, and a copy that is made while somebody writes may hold some of his
/// bytes and not others. The file is closed when this returns.
///
/// \throws mmap_error as open and mmap; invalid_argument for what has no end, such as a folder or a pipe;
/// value_too_large for what does not fit the address space; not_enough_memory.
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// const auto content = load("/proc/cpuinfo");
/// const auto kept = load("words.txt", 0);  // a mapping, whatever its size
/// \endcode
/// \sa POSIX \posix{read}, \posix{mmap}
[[nodiscard]] MMAPKIT_EXPORT file_content load(path_view path, std::size_t copy_limit = default_copy_limit);
[[nodiscard]] MMAPKIT_EXPORT file_content load(path_view path, std::error_code& error) noexcept;
[[nodiscard]] MMAPKIT_EXPORT file_content load(path_view path, std::size_t copy_limit, std::error_code& error) noexcept;

/// The same for a file that you opened, from its first byte on; its file offset does not change. It is
/// borrowed, and may be closed when this returns.
///
/// \throws mmap_error as for a path.
/// \par Platforms
/// Every.
[[nodiscard]] MMAPKIT_EXPORT file_content load(handle_view file, std::size_t copy_limit = default_copy_limit);
[[nodiscard]] MMAPKIT_EXPORT file_content load(handle_view file, std::error_code& error) noexcept;
[[nodiscard]] MMAPKIT_EXPORT file_content load(handle_view file, std::size_t copy_limit,
                                               std::error_code& error) noexcept;

}  // namespace mmapkit
