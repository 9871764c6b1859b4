/// \file
/// A file of elements that grows with them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <system_error>
#include <utility>

#include <mmapkit/detail/file_identity.hpp>
#include <mmapkit/flags/file_growth.hpp>
#include <mmapkit/flags/handle_view.hpp>
#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/path_view.hpp>
#include <mmapkit/growable.hpp>

namespace mmapkit {

/// How a growable_file is opened, and how it grows.
struct growable_file_options {
  open_flag open = open_flag::read | open_flag::write | open_flag::create;  ///< how the file is opened
  file_growth growth = file_growth::allocated;                              ///< what new blocks are
  unsigned mode = default_file_mode;  ///< the permissions of a new file, as mmap_options::mode
};

namespace detail {

// A shared mapping of a file from its beginning, of addresses that are its own up to the end of the room.
class MMAPKIT_EXPORT growing_file {
 public:
  static constexpr bool is_file = true;
  using options = growable_file_options;

  growing_file() noexcept = default;
  growing_file(path_view path, std::size_t count, std::size_t element, const options& how);
  growing_file(path_view path, std::size_t count, std::size_t element, const options& how,
               std::error_code& error) noexcept;
  growing_file(handle_view file, std::size_t count, std::size_t element, const options& how);
  growing_file(handle_view file, std::size_t count, std::size_t element, const options& how,
               std::error_code& error) noexcept;
  growing_file(growing_file&& other) noexcept { *this = std::move(other); }
  growing_file& operator=(growing_file&& other) noexcept;
  ~growing_file() = default;  // growable calls finish before

  [[nodiscard]] std::byte* data() noexcept { return base_; }
  [[nodiscard]] const std::byte* data() const noexcept { return base_; }
  [[nodiscard]] std::size_t most() const noexcept { return most_; }
  [[nodiscard]] std::size_t committed() const noexcept { return committed_; }
  [[nodiscard]] std::size_t used() const noexcept { return used_; }

  void provide(std::size_t count, std::size_t element);
  void provide(std::size_t count, std::size_t element, std::error_code& error) noexcept;
  void sync(std::size_t bytes, msync_flag flags);
  void sync(std::size_t bytes, msync_flag flags, std::error_code& error) noexcept;
  void sync(std::size_t bytes, durability level);
  void sync(std::size_t bytes, durability level, std::error_code& error) noexcept;

  // The file is so many bytes long then.
  void close(std::size_t bytes);
  void close(std::size_t bytes, std::error_code& error) noexcept;
  void finish(std::size_t bytes) noexcept;

 private:
  struct steps;

  growing_file(std::size_t element, const options& how) noexcept;

  std::byte* base_ = nullptr;
  std::size_t room_ = 0;       // bytes of addresses
  std::size_t most_ = 0;       // bytes of elements
  std::size_t committed_ = 0;  // bytes that are mapped
  std::size_t used_ = 0;       // bytes that the file had
  std::size_t element_ = 1;
  std::uint64_t length_ = 0;     // of the file now
  std::uint64_t allocated_ = 0;  // bytes of it that may be stored to
  std::uint64_t owner_ = 0;      // the process
  native_handle file_ = no_handle;
  bool owned_ = false;  // the file
  file_growth growth_ = file_growth::allocated;
  file_identity identity_;
  std::uint32_t since_ = 0;  // how many syncs had failed before
  int lost_ = 0;             // the code of the first sync that failed
};

}  // namespace detail

/// A growable whose elements are a file's, from its first byte to its last: they are there again when the file is
/// opened the next time. Stores are seen at once by every mapping of the file; they are durable after sync.
///
/// While it is open the file is longer than its elements, by what is to be used next; it is always a whole number of
/// elements long, and what is beyond the last is zeros. close() and the destructor cut it to the elements. A process
/// that ends without them leaves the longer file: whoever opens it finds elements of zeros at its end, and the one that
/// was being stored may be half there; resize takes them away. New blocks are allocated before they are used, so that a
/// full disk is an error of the call that adds, unless growth says sparse. What resize or pop_back took away may be
/// there again after a crash: only close() and the destructor cut it off.
///
/// A sync that failed means that data may be lost, and every later one fails with the same code, until the file is
/// opened anew.
///
/// In place of a path it takes a file that you opened for reading and writing. It is borrowed: it stays open, and has
/// to as long as the object lives, which cuts it to its elements as it does one of its own.
///
/// One object at a time adds to a file. close() of one whose file another has lengthened or cut is
/// device_or_resource_busy, and leaves the file alone; so does a child process of fork(), which has a copy of the
/// object. `open` with truncate empties the file, also where what follows fails.
///
/// \throws mmap_error invalid_argument for a file that is not a whole number of elements, or no regular file;
/// file_too_large where it has more than `most`; not_enough_memory beyond `most`; what opening and growing say. File
/// and elements are as they were then. The forms with a std::error_code do not throw, as those of growable.
/// \par Platforms
/// Every. Before Windows 10 1803 addresses cannot be kept for what is to come: another thread may take them, and
/// growing is not_enough_memory from then on.
/// \par Example
/// \code{.cpp}
/// growable_file<tick> ticks{"ticks.bin", std::size_t{1} << 30};
/// ticks.push_back(tick{...});
/// \endcode
/// \sa \posix{mmap} with MAP_FIXED, \posix{posix_fallocate}; \win32{memoryapi,MapViewOfFile3} with
/// MEM_REPLACE_PLACEHOLDER
template <class T>
using growable_file = growable<T, detail::growing_file>;

}  // namespace mmapkit
