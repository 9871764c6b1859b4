#include <mach/mach.h>

#include "support.hpp"

namespace support {

namespace {

// The region at or after the address.
bool region_at(mach_vm_address_t& start, mach_vm_size_t& size, vm_region_basic_info_data_64_t& info) {
  auto count = VM_REGION_BASIC_INFO_COUNT_64;
  mach_port_t name = MACH_PORT_NULL;
  vm_address_t at = static_cast<vm_address_t>(start);
  vm_size_t length = 0;
  const auto result = ::vm_region_64(::mach_task_self(), &at, &length, VM_REGION_BASIC_INFO_64,
                                     reinterpret_cast<vm_region_info_t>(&info), &count, &name);
  start = at;
  size = length;
  return result == KERN_SUCCESS;
}

bool region_around(const void* addr, vm_region_basic_info_data_64_t& info) {
  auto start = static_cast<mach_vm_address_t>(reinterpret_cast<std::uintptr_t>(addr));
  mach_vm_size_t size = 0;
  return region_at(start, size, info) && start <= reinterpret_cast<std::uintptr_t>(addr);
}

}  // namespace

bool is_mapped(const void* addr) {
  vm_region_basic_info_data_64_t info{};
  return region_around(addr, info);
}

std::size_t mapped_regions() {
  std::size_t count = 0;
  mach_vm_address_t start = 0;
  mach_vm_size_t size = 0;
  vm_region_basic_info_data_64_t info{};
  while (region_at(start, size, info)) {
    ++count;
    start += size;
  }
  return count;
}

std::string_view file_system(const std::filesystem::path& /*path*/) { return {}; }

}  // namespace support
