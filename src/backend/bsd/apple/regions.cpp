#include <libproc.h>
#include <unistd.h>

#include <string_view>

#include <mmapkit/flags/protection_flag.hpp>

#include "backend/bsd/os.hpp"
#include "backend/regions.hpp"
#include "backend/system.hpp"
#include "regions.hpp"

namespace mmapkit::backend::os {

MMAPKIT_SYSTEM_CALL(proc_pidinfo)

}  // namespace mmapkit::backend::os

namespace mmapkit::backend {

namespace {

protection_flag protection_of(vm_prot_t native) noexcept {
  auto protection = protection_flag::none;
  if ((native & VM_PROT_READ) != 0) protection |= protection_flag::read;
  if ((native & VM_PROT_WRITE) != 0) protection |= protection_flag::write;
  if ((native & VM_PROT_EXECUTE) != 0) protection |= protection_flag::exec;
  return protection;
}

// MAP_SHARED is stored as the inheritance of the region (bsd/kern/kern_mman.c).
region_entry describe(const vm_region& found) noexcept {
  region_entry entry;
  entry.addr = reinterpret_cast<std::byte*>(found.start);
  entry.size = found.size;
  entry.protection = protection_of(found.info.protection);
  entry.shared = found.info.inheritance == VM_INHERIT_SHARE;
  entry.page_size = page_size();
  return entry;
}

std::string_view purpose(unsigned int tag) noexcept {
  switch (tag) {
    case VM_MEMORY_STACK: return "[stack]";
    case VM_MEMORY_MALLOC:
    case VM_MEMORY_MALLOC_SMALL:
    case VM_MEMORY_MALLOC_LARGE:
    case VM_MEMORY_MALLOC_TINY: return "[malloc]";
    default: return {};
  }
}

// Adds the file of the region, or the name of its purpose. For a region without a file the kernel reports the next one
// that has one.
void add_name(const vm_region& found, proc_regionwithpathinfo& file, region_entry& entry) noexcept {
  const int length =
      os::proc_pidinfo(::getpid(), PROC_PIDREGIONPATHINFO, found.start, &file, static_cast<int>(sizeof file));
  const auto& its = file.prp_prinfo;
  const bool is_same =
      length == sizeof file && its.pri_address <= found.start && found.start - its.pri_address < its.pri_size;
  if (is_same && file.prp_vip.vip_path[0] != '\0') {
    entry.name = file.prp_vip.vip_path;
    entry.inode = file.prp_vip.vip_vi.vi_stat.vst_ino;
    entry.offset = found.info.offset;
  } else {
    entry.name = purpose(found.info.user_tag);
  }
}

}  // namespace

void regions(const void* from, bool (*visit)(void* context, const region_entry& entry), void* context,
             std::error_code& error) noexcept {
  auto at = reinterpret_cast<vm_address_t>(from);
  proc_regionwithpathinfo file;  // NOLINT(cppcoreguidelines-pro-type-member-init): the kernel fills it
  for (;;) {
    vm_region found;
    const auto result = find_region(at, found);
    if (result == KERN_INVALID_ADDRESS) return;  // nothing beyond
    if (result != KERN_SUCCESS) {
      error = refusal(std::errc::io_error);
      return;
    }
    auto entry = describe(found);
    add_name(found, file, entry);
    if (!visit(context, entry) || found.end() <= found.start) return;
    at = found.end();
  }
}

}  // namespace mmapkit::backend
