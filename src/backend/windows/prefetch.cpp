#include <algorithm>
#include <array>
#include <span>

#include "advice.hpp"
#include "api.hpp"
#include "backend/pages.hpp"
#include "backend/system.hpp"
#include "dynamic_functions.hpp"
#include "memory_query.hpp"
#include "os.hpp"

namespace mmapkit::backend {

namespace {

bool ask(std::span<WIN32_MEMORY_RANGE_ENTRY> ranges) noexcept {
  return os::call("prefetch_virtual_memory", dynamic().prefetch_virtual_memory, GetCurrentProcess(), ranges.size(),
                  ranges.data(), 0) != 0;
}

}  // namespace

// One that is refused keeps the others of its batch from being read, so they are asked for again, each by itself.
void prefetch(std::span<const std::span<std::byte>> pages, std::error_code& error) noexcept {
  if (dynamic().prefetch_virtual_memory == nullptr) {
    error = refusal(std::errc::function_not_supported);
    return;
  }
  std::array<WIN32_MEMORY_RANGE_ENTRY, 64> ranges;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled below
  while (!pages.empty()) {
    std::size_t count = 0;
    for (const auto& one : pages.first(std::min(pages.size(), ranges.size())))
      if (is_mapped(one.data(), one.size()))
        ranges[count++] = {one.data(), one.size()};
      else
        error = refusal(std::errc::not_enough_memory);
    const auto batch = std::span{ranges}.first(count);
    if (!batch.empty() && !ask(batch))
      for (auto& one : batch)
        if (!ask({&one, 1})) error = last_error();
    pages = pages.subspan(std::min(pages.size(), ranges.size()));
  }
}

std::error_code prefetch(void* addr, std::size_t length) noexcept {
  const std::array<std::span<std::byte>, 1> pages{{{static_cast<std::byte*>(addr), length}}};
  std::error_code error;
  backend::prefetch(pages, error);
  return error;
}

}  // namespace mmapkit::backend
