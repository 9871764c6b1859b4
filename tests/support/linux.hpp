// What the kernel says of this process: /proc/self.
#pragma once

#include <cstddef>
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

// Splits address space until the kernel gives this process no further region, for good. False where its limit is too
// high for the addresses there are.
bool use_up_regions();

// Whether memory of huge pages can be mapped without taking it from the pool; says so if not. QEMU has mappings of its
// own around those of the program, and they are not of huge pages.
bool has_huge_memory();

// So many huge pages more in the system's pool for as long as the object lives, if this user may put them there.
class huge_page_pool {
 public:
  // Pages of that size in bytes, or of the usual one.
  explicit huge_page_pool(long pages, std::size_t size = 0);
  ~huge_page_pool();
  huge_page_pool(const huge_page_pool&) = delete;
  huge_page_pool& operator=(const huge_page_pool&) = delete;

  bool there() const { return there_; }

 private:
  long there_now() const;

  std::string number_;
  long before_ = 0;
  bool there_ = false;
};

// A control group that may have no huge pages of 2 MiB, if this user may make one; gone with the object.
class group_without_huge_pages {
 public:
  group_without_huge_pages();
  ~group_without_huge_pages();
  group_without_huge_pages(const group_without_huge_pages&) = delete;
  group_without_huge_pages& operator=(const group_without_huge_pages&) = delete;

  bool there() const { return !group_.empty(); }

  // This process is in it from now on.
  bool enter() const;

 private:
  std::filesystem::path mounted_;
  std::filesystem::path group_;
};

}  // namespace support
