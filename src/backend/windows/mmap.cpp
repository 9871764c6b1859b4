#include <mmapkit/flags/allocation_flag.hpp>
#include <mmapkit/flags/mmap_flag.hpp>

#include "api.hpp"
#include "backend/mappings.hpp"
#include "backend/system.hpp"
#include "page_protection.hpp"
#include "placing.hpp"
#include "private_memory.hpp"
#include "sections.hpp"
#include "views.hpp"

namespace mmapkit::backend {

namespace {

bool has_node(unsigned node) noexcept {
  ULONG highest = 0;
  return GetNumaHighestNodeNumber(&highest) && node <= highest;
}

std::error_code check_allocation(const map_request& request, bool is_private) noexcept {
  const auto flags = request.allocation;
  const bool replaces = has(flags, allocation_flag::replace_placeholder);
  if (replaces && (request.address == nullptr || alignment_of(request) != 0))
    return refusal(std::errc::invalid_argument);
  // Committing memory of another reservation is virtual_alloc: munmap could not release it.
  const bool only_commits = has(flags, allocation_flag::commit) && !has(flags, allocation_flag::reserve);
  if (is_private) return only_commits && !replaces ? refusal(std::errc::invalid_argument) : std::error_code{};
  return (flags & ~allocation_flag::replace_placeholder) != allocation_flag::none
             ? refusal(std::errc::operation_not_supported)
             : std::error_code{};
}

std::error_code check(const map_request& request, bool is_private) noexcept {
  // To this system no address is address 0.
  const bool is_order = has(request.flags, mmap_flag::fixed) || has(request.flags, mmap_flag::no_replace);
  if (request.length == 0 || (is_order && request.address == nullptr)) return refusal(std::errc::invalid_argument);
  if (!has(request.flags, mmap_flag::anonymous) && request.file == no_handle)
    return refusal(std::errc::bad_file_descriptor);
  if (request.numa_node && !has_node(*request.numa_node)) return refusal(std::errc::invalid_argument);
  if (const auto misuse = check_modifiers(request.protection, is_private ? page_use::allocation : page_use::view))
    return misuse;
  if (const auto misuse = check_allocation(request, is_private)) return misuse;
  return check_section(request);
}

}  // namespace

void* map(const map_request& request, std::error_code& error) noexcept {
  const bool is_private = has(request.flags, mmap_flag::anonymous | mmap_flag::private_);
  if (const auto misuse = check(request, is_private)) {
    error = misuse;
    return nullptr;
  }
  return is_private ? allocate(request, error) : map_view(request, error);
}

}  // namespace mmapkit::backend
