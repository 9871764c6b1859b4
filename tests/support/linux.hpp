// What the kernel says of this process: /proc/self.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace support {

// The entry of /proc/self/maps or smaps for the mapping that holds an address.
struct proc_mapping {
  std::string permissions;    // "rw-s"
  std::string vm_flags;       // " rd wr mr mw me ac sd "
  std::size_t locked_kb = 0;  // Locked
  std::size_t page_kb = 0;    // KernelPageSize
  std::string counts;         // the whole entry

  bool has_flag(std::string_view two_letters) const;

  // The number of kB that stands behind a name such as "LazyFree"; 0 where this kernel does not count that.
  std::size_t kilobytes(std::string_view count) const;
};

proc_mapping find_mapping(const void* addr);

// How many pages of the range this process has in memory: /proc/self/pagemap. smaps would count the neighbours that
// the kernel has joined to the mapping.
std::size_t resident_pages(const void* addr, std::size_t size);

// The flags that the file was opened with, as fcntl(F_GETFL) tells, of the descriptor that is open on this path; -1
// where there is none.
int open_flags(const std::filesystem::path& path);
bool is_close_on_exec(const std::filesystem::path& path);

}  // namespace support
