// What Linux adds to mmap, and what it does with mappings that exist.
#include <sys/vfs.h>
#include <unistd.h>

#include "../bits.hpp"
#include "../posix/system.hpp"
#include "kernel.hpp"
#include "os.hpp"
#include "values.hpp"

namespace mmapkit::backend {

std::size_t huge_page_size() noexcept {
  static const auto size = first_number("/proc/meminfo", "Hugepagesize:").value_or(0) * 1024;
  return size;
}

std::size_t transparent_huge_page_size() noexcept {
  static const auto size = first_number("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "").value_or(0);
  return size;
}

// MAP_LOCKED and MAP_POPULATE do what they can and keep quiet about the rest (mmap(2)); mlock and MADV_POPULATE_READ
// ask for the same again and say what failed. A kernel before 5.14 has no such advice: EINVAL.
void report_hidden_failure(void* base, std::size_t length, mmap_flag flags, std::error_code& error) noexcept {
  if (has(flags, mmap_flag::locked)) mlock(base, length, lock_flag::none, error);
  if (error || !has(flags, mmap_flag::populate) || has(flags, mmap_flag::non_block)) return;
  if (os::madvise(base, length, MADV_POPULATE_READ) != 0 && errno != EINVAL) error = last_error();
}

namespace posix {

// Linux drops bits that it does not know, except under MAP_SHARED_VALIDATE; that one in turn does not know
// MAP_FIXED_NOREPLACE (mm/mmap.c, LEGACY_MAP_MASK), so that the two go together only where they must be judged.
int map_flags(const map_request& request) noexcept {
  const int flags = static_cast<int>(native_set(request.flags));
  if (!is_shared(request.flags) || has(request.flags, mmap_flag::anonymous)) return flags;
  const bool must_judge = has(request.flags, mmap_flag::sync) || native_bits_of(request.flags) != 0;
  if (has(request.flags, mmap_flag::no_replace) && !must_judge) return flags;
  return flags | MAP_SHARED_VALIDATE;
}

// Before 4.15 there was no MAP_SHARED_VALIDATE. Without bits to judge MAP_SHARED is the same.
bool older_map_flags(const map_request& request, int error, int& flags) noexcept {
  const bool validates = (flags & MAP_SHARED_VALIDATE) == MAP_SHARED_VALIDATE;
  const bool must_judge = has(request.flags, mmap_flag::sync) || has(request.flags, mmap_flag::shared_validate) ||
                          native_bits_of(request.flags) != 0;
  if (error != EINVAL || !validates || must_judge) return false;
  flags = (flags & ~MAP_SHARED_VALIDATE) | MAP_SHARED;
  return true;
}

// Pages that came with the mapping are moved.
void prefer_node(void* base, std::size_t length, unsigned node, std::error_code& error) noexcept {
  node_mask nodes{};
  constexpr unsigned word = 8 * sizeof(unsigned long);
  nodes[node / word] = 1UL << (node % word);
  mbind(base, length, numa_policy::preferred, nodes, numa_flag::none, numa_move::move, error);
}

// Other file systems with large blocks have small pages all the same.
std::size_t huge_page_unit(int file, std::size_t block) noexcept {
  constexpr auto hugetlbfs = 0x958458f6U;
  struct statfs system {};
  if (block <= page_size() || os::fstatfs(file, &system) != 0) return 0;
  return static_cast<std::uint32_t>(system.f_type) == hugetlbfs ? block : 0;
}

}  // namespace posix

std::optional<std::uint32_t> native_value(mremap_flag flag) noexcept {
  switch (flag) {
    case mremap_flag::none: return 0;
    case mremap_flag::may_move: return MREMAP_MAYMOVE;
    case mremap_flag::fixed: return MREMAP_FIXED;
    case mremap_flag::dont_unmap: return MREMAP_DONTUNMAP;
    case mremap_flag::duplicate: return 0;  // an old length of 0
  }
  return std::nullopt;
}

bool available(mremap_flag flag) noexcept { return flag != mremap_flag::dont_unmap || kernel_is_at_least(5, 7); }

// By its number: the kernel looks at the fifth argument for MREMAP_DONTUNMAP too, and C libraries hand it on for
// MREMAP_FIXED alone (glibc 2.36 on i686, musl).
void* mremap(void* addr, std::size_t old_length, std::size_t new_length, mremap_flag flags, void* new_addr,
             std::error_code& error) noexcept {
  const auto length = has(flags, mremap_flag::duplicate) ? 0 : old_length;
  const long memory =
      call_kernel(error, SYS_mremap, addr, length, new_length, static_cast<unsigned long>(native_set(flags)), new_addr);
  return memory == -1 ? nullptr : reinterpret_cast<void*>(memory);
}

void mseal(void* addr, std::size_t length, std::error_code& error) noexcept {
  call_kernel(error, SYS_mseal, addr, length, 0UL);
}

std::optional<std::uint32_t> native_value(key_right right) noexcept {
  switch (right) {
    case key_right::none: return 0;
    case key_right::disable_access: return 1;
    case key_right::disable_write: return 2;
    case key_right::disable_execute: return 4;
    case key_right::disable_read: return 8;
  }
  return std::nullopt;
}

bool available(key_right right) noexcept {
#ifndef __aarch64__
  if (right == key_right::disable_execute || right == key_right::disable_read) return false;
#endif
  static_cast<void>(right);
  return available(call::pkey_alloc);
}

int pkey_alloc(key_right rights, std::error_code& error) noexcept {
  return static_cast<int>(call_kernel(error, SYS_pkey_alloc, 0UL, static_cast<unsigned long>(native_set(rights))));
}

void pkey_free(int key, std::error_code& error) noexcept { call_kernel(error, SYS_pkey_free, key); }

void pkey_mprotect(void* addr, std::size_t length, protection_flag protection, int key,
                   std::error_code& error) noexcept {
  call_kernel(error, SYS_pkey_mprotect, addr, length, static_cast<unsigned long>(native_set(protection)), key);
}

}  // namespace mmapkit::backend
