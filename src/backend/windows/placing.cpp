#include "placing.hpp"

#include <optional>

#include <mmapkit/flags/allocation_flag.hpp>
#include <mmapkit/flags/mmap_flag.hpp>

#include "backend/files.hpp"
#include "backend/mappings.hpp"
#include "backend/system.hpp"
#include "memory_query.hpp"

namespace mmapkit::backend {
namespace {

bool is_occupied(void* address, std::size_t length) noexcept {
  MEMORY_BASIC_INFORMATION region;
  return query(address, region) && (region.State != MEM_FREE || region.RegionSize < length);
}

bool ends_beyond_file(const map_request& request) noexcept {
  if (request.file == no_handle) return false;
  std::error_code unknown;
  const auto file = examine(request.file, unknown);
  if (unknown || !file.regular) return false;
  return request.offset > file.size || request.length > file.size - request.offset;
}

}  // namespace

void extended_parameters::add(const address_limits& limits) noexcept {
  if (limits.lowest == nullptr && limits.highest == nullptr && limits.alignment == 0) return;
  requirements_ = {limits.lowest, limits.highest, limits.alignment};
  list_[count_].Type = MemExtendedParameterAddressRequirements;
  list_[count_].Pointer = &requirements_;
  ++count_;
}

void extended_parameters::add(std::optional<unsigned> numa_node) noexcept {
  if (!numa_node) return;
  list_[count_].Type = MemExtendedParameterNumaNode;
  list_[count_].ULong = *numa_node;
  ++count_;
}

void extended_parameters::add_attributes(DWORD attributes) noexcept {
  if (attributes == 0) return;
  list_[count_].Type = MemExtendedParameterAttributeFlags;
  list_[count_].ULong64 = attributes;
  ++count_;
}

namespace {

std::size_t last_address() noexcept {
  SYSTEM_INFO info{};
  GetSystemInfo(&info);
  return reinterpret_cast<std::uintptr_t>(info.lpMaximumApplicationAddress);
}

// What is free now may have been taken at the time of the call, by memory of another thread.
bool was_occupied(const map_request& request) noexcept {
  const auto first = reinterpret_cast<std::uintptr_t>(request.address);
  const auto last = last_address();
  return is_occupied(request.address, request.length) ||
         (!has(request.allocation, allocation_flag::replace_placeholder) && first != 0 && first <= last &&
          request.length - 1 <= last - first);
}

}  // namespace

// ERROR_ACCESS_DENIED: beyond the end of the file. ERROR_INVALID_ADDRESS: the addresses are taken.
std::error_code place_error(const map_request& request, DWORD code) noexcept {
  if ((code == ERROR_ACCESS_DENIED || code == ERROR_INVALID_PARAMETER) && ends_beyond_file(request))
    return windows_error(ERROR_HANDLE_EOF);
  if (code == ERROR_INVALID_ADDRESS && has(request.flags, mmap_flag::no_replace) && was_occupied(request))
    return refusal(std::errc::file_exists);
  // Windows reports a length beyond the address space as ERROR_INVALID_PARAMETER.
  if (code == ERROR_INVALID_PARAMETER && request.length > last_address()) return refusal(std::errc::not_enough_memory);
  return windows_error(code);
}

}  // namespace mmapkit::backend
