/// \file
/// Large anonymous memory, the fast way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <system_error>

#include <mmapkit/byte_views.hpp>
#include <mmapkit/export.hpp>
#include <mmapkit/placement.hpp>

namespace mmapkit {

/// Whether allocate takes huge pages.
///
/// After fork() parent and child share required pages of Linux until one of them stores. The one that stores needs a
/// page more, and where the pool has none a store of the parent takes the page from the child, and a store of the
/// child, or its next access to what was taken, is SIGBUS. allocate_options::dont_fork keeps the memory out of
/// children.
enum class huge_page_use : std::uint8_t {
  preferred,  ///< transparent huge pages, where the system has them and the size allows
  required,   ///< from the system's pool (Linux, hugetlb) or as large pages (Windows), all there now, or an error
  never,      ///< small pages alone
};

/// How allocate finds its memory. What is preferred may be missing; everything else is an error where it cannot be had.
struct allocate_options {
  huge_page_use huge_pages = huge_page_use::preferred;  ///< whether the memory is in huge pages
  std::size_t page_size = 0;  ///< with required: one of huge_page_sizes(), bytes; 0: the system's own choice
  /// Threads that fault in all pages before allocate returns; 0: none, and one for required huge pages.
  unsigned prefault_threads = 0;
  std::size_t guard_before = 0;  ///< at least so many bytes in front of the memory that nobody may touch
  std::size_t guard_after = 0;   ///< and behind it, where its last page ends
  bool lock = false;             ///< never swapped out; the pages are there when allocate returns
  bool dont_dump = false;        ///< not in core dumps
  bool wipe_on_fork = false;     ///< zeros in a child process
  bool dont_fork = false;        ///< not in a child process, whose accesses there are faults
  std::optional<unsigned> numa_node = std::nullopt;  ///< pages from there, or from others if it is full
  placement place{};                                 ///< of the memory, and of its guards
};

/// What the memory has now.
struct allocation_state {
  std::size_t page_size = 0;  ///< bytes: of the largest pages that any of it is in
  std::size_t resident = 0;   ///< bytes in memory
  std::size_t huge = 0;       ///< bytes of them in huge pages
};

/// Owns zeroed memory that one process uses, readable and writable. Move-only; true in a condition while it holds any.
class MMAPKIT_EXPORT allocation : public writable_byte_views<allocation> {
 public:
  allocation() noexcept = default;
  /// Takes over what the other holds, and leaves it empty.
  allocation(allocation&& other) noexcept;
  allocation& operator=(allocation&& other) noexcept;

  /// Gives the memory back; in a child of fork() that did not get it, nothing. A failure is not reported here: call
  /// unmap() to learn of one. Where the process has all the regions that it may have (Linux, vm.max_map_count) the
  /// addresses may stay taken; the pages are given back all the same.
  ~allocation();

  /// Whether it holds anything.
  [[nodiscard]] explicit operator bool() const noexcept { return data_ != nullptr; }

  /// Aligned to a page at least: a huge one, where such were asked for and fit.
  [[nodiscard]] std::byte* data() noexcept MMAPKIT_LIFETIMEBOUND { return data_; }
  [[nodiscard]] const std::byte* data() const noexcept MMAPKIT_LIFETIMEBOUND { return data_; }

  /// Bytes, as asked for. The last page may have more.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  /// What the memory got of what was preferred. Asks the system, page by page where it must.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every; resident is 0 where mincore is not there, and huge is counted on Linux, where that needs /proc and a free
  /// descriptor, and for required pages alone.
  [[nodiscard]] allocation_state state() const;
  [[nodiscard]] allocation_state state(std::error_code& error) const noexcept;

  /// Gives the memory back now. Does nothing where there is none.
  ///
  /// \throws mmap_error
  /// \par Platforms
  /// Every.
  void unmap();
  void unmap(std::error_code& error) noexcept;

 private:
  friend struct allocation_access;

  std::byte* base_ = nullptr;  // of the guard in front
  std::size_t length_ = 0;     // up to the end of the guard behind
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t page_size_ = 0;  // where huge pages were required
  std::uint64_t process_ = 0;  // that alone has the memory; 0: children have it too
};

/// Memory of `bytes` bytes, more than 0.
///
/// \throws mmap_error invalid_argument for a page size without required, or one that this system does not have;
/// operation_not_supported for what it lacks altogether; not_enough_memory where memory, addresses or huge pages are
/// short. Nothing stays behind.
/// \par Platforms
/// Every. Huge pages: Linux, Windows (required; without guards); dont_dump: Linux, FreeBSD, DragonFly; wipe_on_fork:
/// Linux; dont_fork: Linux, macOS, the BSDs; numa_node: Linux, Windows; limits of place: Linux, macOS, Windows.
/// \par Example
/// \code{.cpp}
/// auto table = allocate(std::size_t{1} << 30, {.prefault_threads = 2, .guard_after = 4096});
/// std::cout << table.state().page_size << '\n';
/// \endcode
/// \sa Linux \linuxman{madvise,2}, MADV_HUGEPAGE and MADV_POPULATE_WRITE; \linuxman{mmap,2}, MAP_HUGETLB;
/// \win32{memoryapi,VirtualAlloc}
[[nodiscard]] MMAPKIT_EXPORT allocation allocate(std::size_t bytes, const allocate_options& options = {});
[[nodiscard]] MMAPKIT_EXPORT allocation allocate(std::size_t bytes, const allocate_options& options,
                                                 std::error_code& error) noexcept;

}  // namespace mmapkit
