// Huge pages for the containers of the standard library. Apart from <mmapkit/mmapkit.hpp>, for <memory_resource>.
#pragma once

#include <cstddef>
#include <memory_resource>
#include <new>

#include <mmapkit/allocation.hpp>

namespace mmapkit {

// Blocks of `from` bytes and more come from allocate, one by one; smaller ones from somewhere else.
//
// Memory that cannot be had is std::bad_alloc. Any number of threads.
//
//     page_resource pages;
//     std::pmr::vector<double> table{&pages};
//     table.resize(100'000'000);
class MMAPKIT_EXPORT page_resource : public std::pmr::memory_resource {
 public:
  static constexpr std::size_t default_limit = std::size_t{64} << 10;

  explicit page_resource(const allocate_options& options = {}, std::size_t from = default_limit,
                         std::pmr::memory_resource* upstream = std::pmr::get_default_resource()) noexcept
      : options_{options}, limit_{from}, upstream_{upstream} {}

  [[nodiscard]] std::size_t limit() const noexcept { return limit_; }
  [[nodiscard]] std::pmr::memory_resource* upstream_resource() const noexcept { return upstream_; }

 private:
  void* do_allocate(std::size_t bytes, std::size_t alignment) override;
  void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override;
  [[nodiscard]] bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
    return this == &other;
  }

  allocate_options options_;
  std::size_t limit_;
  std::pmr::memory_resource* upstream_;
};

}  // namespace mmapkit
