// Advice for many runs of pages of this process by few calls, where the system takes them together (Linux 6.13).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <system_error>

#include <mmapkit/flags/advice.hpp>
#include <mmapkit/flags/region.hpp>

#include "pages.hpp"

namespace mmapkit::backend {

// `runs` are addresses in the memory at `from`; the same pages of the memory at `to` are meant. Returns how many of
// them are done: the rest is to be advised run by run, and tells why.
inline std::size_t advise_together(std::span<const page_run> runs, const std::byte* from, std::byte* to,
                                   advice what) noexcept {
  std::array<std::span<std::byte>, 64> batch;
  std::size_t done = 0;
  while (runs.size() - done > 1) {
    const auto count = std::min(batch.size(), runs.size() - done);
    std::size_t length = 0;
    for (std::size_t i = 0; i < count; ++i) {
      batch[i] = {to + (runs[done + i].addr - from), runs[done + i].size};
      length += runs[done + i].size;
    }
    std::error_code ignored;
    if (backend::process_madvise(no_handle, std::span{batch}.first(count), what, ignored) != length) break;
    done += count;
  }
  return done;
}

}  // namespace mmapkit::backend
