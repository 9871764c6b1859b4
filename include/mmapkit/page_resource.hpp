/// \file
/// Huge pages for the containers of the standard library. Apart from `<mmapkit/mmapkit.hpp>`, for `<memory_resource>`.
#pragma once

#include <cstddef>
#include <memory_resource>

#include <mmapkit/page_allocator.hpp>

namespace mmapkit {

/// Blocks of `from` bytes and more come from allocate, one by one; smaller ones from somewhere else.
///
/// Memory that cannot be had is std::bad_alloc. Any number of threads.
///
/// \par Platforms
/// where the standard library has std::pmr: from macOS 14 on. The library itself does not need it, so the class
/// is in its header alone.
/// \par Example
/// \code{.cpp}
/// page_resource pages;
/// std::pmr::vector<double> table{&pages};
/// table.resize(100'000'000);
/// \endcode
class page_resource : public std::pmr::memory_resource {
 public:
  /// Blocks of fewer bytes come from upstream.
  static constexpr std::size_t default_limit = std::size_t{64} << 10;

  /// `options` are those of allocate for each block; blocks under `from` bytes come from `upstream`.
  explicit page_resource(const allocate_options& options = {}, std::size_t from = default_limit,
                         std::pmr::memory_resource* upstream = std::pmr::get_default_resource()) noexcept
      : options_{options}, limit_{from}, upstream_{upstream} {}

  /// Blocks of so many bytes and more have their own pages.
  [[nodiscard]] std::size_t limit() const noexcept { return limit_; }
  /// Where smaller blocks come from.
  [[nodiscard]] std::pmr::memory_resource* upstream_resource() const noexcept { return upstream_; }

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    if (bytes < limit_ || bytes == 0) return upstream_->allocate(bytes, alignment);
    return detail::take_pages(bytes, alignment, options_);
  }
  void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override {
    if (bytes < limit_ || bytes == 0)
      upstream_->deallocate(memory, bytes, alignment);
    else
      detail::return_pages(memory, bytes, alignment, options_);
  }
  [[nodiscard]] bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
    return this == &other;
  }

  allocate_options options_;
  std::size_t limit_;
  std::pmr::memory_resource* upstream_;
};

}  // namespace mmapkit
