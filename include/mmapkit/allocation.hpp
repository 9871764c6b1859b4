// Large anonymous memory, the fast way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <system_error>
#include <type_traits>

#include <mmapkit/export.hpp>
#include <mmapkit/placement.hpp>

namespace mmapkit {

enum class huge_page_use : std::uint8_t {
  preferred,  // transparent huge pages, where the system has them and the size allows
  required,   // from the system's pool (Linux, hugetlb) or as large pages (Windows), or an error
  never,      // small pages alone
};

// How allocate finds its memory. What is preferred may be missing; everything else is an error where it cannot be had.
struct allocate_options {
  huge_page_use huge_pages = huge_page_use::preferred;
  std::size_t page_size = 0;      // with required: one of huge_page_sizes(), bytes; 0: the system's own choice
  unsigned prefault_threads = 0;  // so many put all pages into memory now; 0: each comes when it is touched
  std::size_t guard_before = 0;   // at least so many bytes in front of the memory that nobody may touch
  std::size_t guard_after = 0;    // and behind it, where its last page ends
  bool lock = false;              // never swapped out; the pages are there when allocate returns
  bool dont_dump = false;         // not in core dumps
  bool wipe_on_fork = false;      // zeros in a child process
  std::optional<unsigned> numa_node = std::nullopt;  // pages from there, or from others if it is full
  placement place{};                                 // of the memory, and of its guards
};

// What the memory has now.
struct allocation_state {
  std::size_t page_size = 0;  // bytes: of the largest pages that any of it is in
  std::size_t resident = 0;   // bytes in memory
  std::size_t huge = 0;       // bytes of them in huge pages
};

// Owns zeroed memory that one process uses, readable and writable. Move-only; true in a condition while it holds any.
class MMAPKIT_EXPORT allocation {
 public:
  allocation() noexcept = default;
  allocation(allocation&& other) noexcept;
  allocation& operator=(allocation&& other) noexcept;

  // Gives the memory back. A failure stays unseen here: call unmap() to learn of one.
  ~allocation();

  [[nodiscard]] explicit operator bool() const noexcept { return data_ != nullptr; }

  // Aligned to a page at least: a huge one, where such were asked for and fit.
  [[nodiscard]] std::byte* data() noexcept { return data_; }
  [[nodiscard]] const std::byte* data() const noexcept { return data_; }

  // Bytes, as asked for. The last page may have more.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::span<std::byte> bytes() noexcept { return {data_, size_}; }
  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {data_, size_}; }

  // As many elements as fit: size() / sizeof(T).
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<T> as() noexcept { return {reinterpret_cast<T*>(data_), size_ / sizeof(T)}; }
  template <class T>
  requires std::is_trivially_copyable_v<T>
  [[nodiscard]] std::span<const T> as() const noexcept {
    return {reinterpret_cast<const T*>(data_), size_ / sizeof(T)};
  }

  // What came of the wishes. Asks the system, page by page where it must.
  // Throws: mmap_error, std::bad_alloc. Platforms: every; resident is 0 where mincore is not there, and huge is counted
  // on Linux and for required pages alone.
  [[nodiscard]] allocation_state state() const;

  // Gives the memory back now. Does nothing where there is none.
  // Throws: mmap_error. Platforms: every.
  void unmap();
  void unmap(std::error_code& error) noexcept;

 private:
  friend struct allocation_access;

  std::byte* base_ = nullptr;  // of the guard in front
  std::size_t length_ = 0;     // up to the end of the guard behind
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t page_size_ = 0;  // where huge pages were required
};

// Memory of `bytes` bytes, more than 0.
//
// Throws: mmap_error; invalid_argument for a page size without required, or one that this system does not have;
// operation_not_supported for what it lacks altogether; not_enough_memory where memory, addresses or huge pages are
// short. Nothing stays behind.
// Platforms: every. Huge pages: Linux, Windows (required; without guards); dont_dump: Linux, FreeBSD, DragonFly;
// wipe_on_fork: Linux; numa_node: Linux, Windows; limits of place: Linux, macOS, Windows.
//
//     auto table = allocate(std::size_t{1} << 30, {.prefault_threads = 2, .guard_after = 4096});
//     std::cout << table.state().page_size << '\n';
//
// Source: Linux madvise(2), MADV_HUGEPAGE and MADV_POPULATE_WRITE; mmap(2), MAP_HUGETLB; VirtualAlloc.
[[nodiscard]] MMAPKIT_EXPORT allocation allocate(std::size_t bytes, const allocate_options& options = {});
[[nodiscard]] MMAPKIT_EXPORT allocation allocate(std::size_t bytes, const allocate_options& options,
                                                 std::error_code& error) noexcept;

}  // namespace mmapkit
