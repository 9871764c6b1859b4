// The memory of an atomic_mapping: a private view of its file, whose copied pages are what the program has changed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/protection_flag.hpp>
#include <mmapkit/flags/region.hpp>

#include "backend/mappings.hpp"
#include "checks/failure.hpp"

namespace mmapkit::detail::transaction {

class private_view {
 public:
  private_view() noexcept = default;
  private_view(const private_view&) = delete;
  private_view& operator=(const private_view&) = delete;
  ~private_view() { release(); }

  // Maps `length` bytes, a multiple of the granularity which may be 0, in place of what was mapped; nothing changes on
  // failure. `kept` are copied pages of the old view that the new one gets as well.
  bool map(native_handle file, std::uint64_t length, protection_flag protection, std::span<const page_run> kept,
           failure& why) noexcept;
  void release() noexcept;

  [[nodiscard]] std::byte* data() const noexcept { return base_; }
  [[nodiscard]] std::size_t length() const noexcept { return length_; }

  // The pages that were stored to; `end` is that of the content. Throws std::bad_alloc.
  [[nodiscard]] std::vector<page_run> changed(std::uint64_t end, failure& why) const;

  // Those of parts of the first `size` bytes, ascending, each once. Throws std::bad_alloc.
  [[nodiscard]] std::vector<page_run> pages_of(std::span<const std::span<const std::byte>> parts, std::uint64_t size,
                                               failure& why) const;

  // The pages show the file again.
  bool discard(std::span<const page_run> runs, failure& why) noexcept;

 private:
  [[nodiscard]] backend::map_request request(std::byte* at, std::size_t length) const noexcept;
  void find_differences(std::uint64_t end, std::vector<page_run>& runs, failure& why) const;

  native_handle file_ = no_handle;
  protection_flag protection_{};
  mmap_flag flags_{};  // asked for once: whether no_reserve can be had is read from a file
  std::byte* base_ = nullptr;
  std::size_t length_ = 0;
};

}  // namespace mmapkit::detail::transaction
