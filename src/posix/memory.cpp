#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <limits>

#include "../pages.hpp"
#include "errors.hpp"
#include "os.hpp"
#include "system.hpp"

namespace mmapkit::backend {

// Kept in a way that neither a signal nor a fork can find half done.
std::size_t page_size() noexcept {
  static std::atomic<std::size_t> known{0};
  auto size = known.load(std::memory_order_relaxed);
  if (size == 0) {
    size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    known.store(size, std::memory_order_relaxed);
  }
  return size;
}

std::size_t granularity() noexcept { return page_size(); }

std::uint64_t lock_limit(std::error_code& error) noexcept {
  rlimit limit{};
  if (os::getrlimit(RLIMIT_MEMLOCK, &limit) != 0) error = last_error();
  return limit.rlim_cur == RLIM_INFINITY ? std::numeric_limits<std::uint64_t>::max() : limit.rlim_cur;
}

namespace {

inline void* map_anywhere(const map_request& request, std::error_code& error) noexcept {
  const int protection = static_cast<int>(native_set(request.protection));
  int flags = posix::map_flags(request);
  const auto attempt = [&] {
    return os::mmap(request.address, request.length, protection, flags, request.file,
                    static_cast<off_t>(request.offset));
  };
  void* memory = attempt();
  if (memory == MAP_FAILED && posix::older_map_flags(request, errno, flags)) memory = attempt();
  if (memory != MAP_FAILED) return memory;
  error = last_error();
  return nullptr;
}

// Addresses for more than is wanted, and what is too much in front of and behind the aligned part given back. Memory
// that comes with the mapping comes into those that stay.
void* map_aligned(map_request request, std::error_code& error) noexcept {
  const auto unit = huge_page_unit(request.flags);
  const auto alignment = std::max(request.alignment, unit);
  const auto length = round_up(request.length, page_size());
  const auto slack = alignment - page_size();
  if (length < request.length || length > std::numeric_limits<std::size_t>::max() - slack) {
    error = refusal(std::errc::not_enough_memory);
    return nullptr;
  }
  const bool takes = unit != 0 || has_any(request.flags, mmap_flag::locked | mmap_flag::populate);
  map_request room = request;
  room.length = length + slack;
  if (takes) {
    room.protection = protection_flag::none;
    room.flags = mmap_flag::private_ | mmap_flag::anonymous;
  }
  auto* const start = static_cast<std::byte*>(map_anywhere(room, error));
  if (start == nullptr) return nullptr;
  const auto lead = -reinterpret_cast<std::uintptr_t>(start) & (alignment - 1);
  request.address = start + lead;
  request.flags |= mmap_flag::fixed;
  if (takes && map_anywhere(request, error) == nullptr) {
    os::munmap(start, room.length);
    return nullptr;
  }
  const bool trimmed = (lead == 0 || os::munmap(start, lead) == 0) &&
                       (slack == lead || os::munmap(start + lead + length, slack - lead) == 0);
  if (trimmed) return start + lead;
  error = last_error();
  os::munmap(start, room.length);
  return nullptr;
}

}  // namespace

void* map(const map_request& request, std::error_code& error) noexcept {
  const bool aligned = request.alignment != 0 && request.alignment > page_size();
  void* const memory = aligned ? map_aligned(request, error) : map_anywhere(request, error);
  if (memory == nullptr) return nullptr;
  // Where the system takes no_replace for a hint it goes elsewhere, instead of failing, when the place is taken.
  if (has(request.flags, mmap_flag::no_replace) && memory != request.address)
    error = refusal(std::errc::file_exists);
  else if (request.numa_node)
    posix::prefer_node(memory, request.length, *request.numa_node, error);
  if (!error) return memory;
  os::munmap(memory, request.length);
  return nullptr;
}

void unmap(void* base, std::size_t length, std::error_code& error) noexcept {
  if (os::munmap(base, length) != 0) error = last_error();
}

void protect(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept {
#ifdef __NetBSD__  // mmap keeps PROT_MPROTECT, mprotect drops it (sys/uvm/uvm_mmap.c)
  constexpr auto most = protection_flag::max_read | protection_flag::max_write | protection_flag::max_exec;
  if (has_any(protection, most)) {
    error = refusal(std::errc::operation_not_supported);
    return;
  }
#endif
  if (os::mprotect(base, length, static_cast<int>(native_set(protection))) != 0) error = last_error();
}

void sync(void* base, std::size_t length, msync_flag flags, native_handle /*file*/, std::error_code& error) noexcept {
  if (uninterrupted([&] { return os::msync(base, length, static_cast<int>(native_set(flags))); }) != 0)
    error = last_error();
}

}  // namespace mmapkit::backend
