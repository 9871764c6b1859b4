/// \file
/// Giving a file new content, all of it or nothing.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <mmapkit/export.hpp>
#include <mmapkit/file.hpp>
#include <mmapkit/flags/path_view.hpp>

namespace mmapkit {

/// New content for a file, written into another one beside it, which takes its place when all is there and durable.
/// Whoever opens the path meanwhile, and after a crash, finds the old content or the new, whole. replace_file is the
/// same in one call.
///
/// A symbolic link stays, and its target is replaced. The new file has the permissions of the old one, and its owner
/// where this process may give it; access control lists and extended attributes are not kept. What has the old file
/// open or mapped keeps the old content. Until commit, and after a crash, the other file is called `.mmapkit-` and
/// more. What is stored through a mapping of the new content is to be synced by that mapping before it ends: Windows
/// and OpenBSD have a cache of their own for the file. A child of fork() neither commits nor removes what its parent
/// made.
///
/// \par Platforms
/// Every. On Windows the new file has the permissions of its folder; a read-only file is not replaced, and a new file
/// that is still mapped stays beside.
///
/// \par Example
/// \code{.cpp}
/// file_replacement next{"index.bin"};
/// {
///   mapping content{next.content(), read_write(4096)};
///   content.as_writable<int>()[0] = 1;
///   content.sync(durability::all);
/// }
/// next.commit();
/// \endcode
class MMAPKIT_EXPORT file_replacement {
 public:
  file_replacement() noexcept = default;

  /// Makes the file beside. A path that is not there yet will be.
  /// \throws mmap_error as open_file; invalid_argument where the path is something else than a regular file. The
  /// error_code form leaves it empty on failure.
  [[nodiscard]] explicit file_replacement(path_view path);
  [[nodiscard]] file_replacement(path_view path, std::error_code& error) noexcept;

  /// Takes over what the other holds, and leaves it empty.
  file_replacement(file_replacement&& other) noexcept;
  file_replacement& operator=(file_replacement&& other) noexcept;

  /// What was not committed is given up: nothing is left of it, and the file is as it was.
  ~file_replacement();

  /// Whether there is something to commit.
  [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(content_); }

  /// The new file, empty at first, open to read and write. On Windows it must not be mapped when it is committed.
  [[nodiscard]] file& content() & noexcept { return content_; }

  /// Makes the content durable, puts it in the place of the old file, and makes its name durable. Afterwards this
  /// object is empty. A failure before the last step leaves the old content, and nothing of the new; after a failure of
  /// the last, which names sync_directory_entry, the new content is there, and may be the old one again after a crash.
  ///
  /// \throws mmap_error bad_file_descriptor where there is nothing to commit; no_space_on_device; io_error;
  /// operation_not_permitted in a child of fork().
  /// \par Platforms
  /// Every. Windows replaces no file that is mapped, or was opened by somebody who lets nobody delete it.
  /// \par Example
  /// \code{.cpp}
  /// next.commit();
  /// \endcode
  /// \sa POSIX.1-2024 \posix{fsync}, \posix{rename}; \win32{winbase,MoveFileExW}
  void commit();
  void commit(std::error_code& error) noexcept;

 private:
  friend struct file_replacement_access;

  file content_;
  std::basic_string<path_view::value_type> path_;
  std::basic_string<path_view::value_type> beside_;
  std::uint64_t owner_ = 0;  // the process that made it
};

/// Gives the file these bytes, or what the body writes into an empty file, in place of all that it had: completely and
/// durably, or not at all. See file_replacement.
///
/// \throws mmap_error as file_replacement, and what the body throws, with std::bad_alloc; the file is as it was then.
/// \par Platforms
/// Every.
/// \par Example
/// \code{.cpp}
/// replace_file("settings.conf", "colour = green\n");
/// replace_file("index.bin", [&](mmapkit::file& next) {
///   next.resize(4096);
///   ...
/// });
/// \endcode
/// \sa POSIX.1-2024 \posix{rename}; \win32{winbase,MoveFileExW}
MMAPKIT_EXPORT void replace_file(path_view path, std::span<const std::byte> bytes);
MMAPKIT_EXPORT void replace_file(path_view path, std::span<const std::byte> bytes, std::error_code& error) noexcept;
MMAPKIT_EXPORT void replace_file(path_view path, std::string_view text);
MMAPKIT_EXPORT void replace_file(path_view path, std::string_view text, std::error_code& error) noexcept;
template <std::invocable<file&> Body>
void replace_file(path_view path, Body&& body) {
  file_replacement next{path};
  std::forward<Body>(body)(next.content());
  next.commit();
}
template <std::invocable<file&> Body>
void replace_file(path_view path, Body&& body, std::error_code& error) {
  file_replacement next{path, error};
  if (error) return;
  std::forward<Body>(body)(next.content());
  next.commit(error);
}

}  // namespace mmapkit
