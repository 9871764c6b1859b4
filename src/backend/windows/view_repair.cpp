// A page of a view cannot be replaced: the view has to be unmapped before something else can be mapped there. Meanwhile
// no other thread may access the addresses or be given them, so all others are suspended. While they are, nothing is
// called that might wait for one of them: no allocation, and no lock but the one that is held.
#include "view_repair.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <new>

#include <mmapkit/detail/guarded_range.hpp>
#include <mmapkit/flags/fault_kind.hpp>

#include "backend/fault_record.hpp"
#include "backend/page_math.hpp"
#include "backend/ranges.hpp"
#include "backend/system.hpp"
#include "dynamic_functions.hpp"
#include "memory_query.hpp"
#include "os.hpp"
#include "sections.hpp"

namespace mmapkit::backend {
namespace {

SRWLOCK repair_lock = SRWLOCK_INIT;

class locked {
 public:
  locked() noexcept { AcquireSRWLockExclusive(&repair_lock); }
  ~locked() { ReleaseSRWLockExclusive(&repair_lock); }
  locked(const locked&) = delete;
  locked& operator=(const locked&) = delete;
};

// A view that has become several allocations, until it is unmapped.
struct repaired_view {
  const std::byte* first;
  std::size_t length;
  repaired_view* next;
};

repaired_view* repaired = nullptr;
std::atomic<bool> has_repaired{false};

repaired_view* find_repaired(const void* first, std::size_t length) noexcept {
  auto* entry = repaired;
  while (entry != nullptr && (entry->first != first || entry->length != length)) entry = entry->next;
  return entry;
}

// Called before the threads are suspended: one of them may hold the lock of the heap.
bool add_repaired(const detail::guarded_range& guard) noexcept {
  if (find_repaired(guard.first, guard.length) != nullptr) return true;
  void* const memory = HeapAlloc(GetProcessHeap(), 0, sizeof(repaired_view));
  if (memory == nullptr) return false;
  repaired = new (memory) repaired_view{guard.first, guard.length, repaired};
  has_repaired = true;
  return true;
}

void remove_repaired(repaired_view* entry) noexcept {
  auto** link = &repaired;
  while (*link != entry) link = &(*link)->next;
  *link = entry->next;
  has_repaired = repaired != nullptr;
  HeapFree(GetProcessHeap(), 0, entry);
}

// A thread that is created meanwhile is enumerated after its creator.
template <class Visit>
void all_other_threads(Visit visit) noexcept {
  constexpr DWORD access = THREAD_SUSPEND_RESUME | THREAD_GET_CONTEXT | THREAD_QUERY_LIMITED_INFORMATION;
  HANDLE thread = nullptr;
  for (HANDLE next = nullptr; os::call("nt_get_next_thread", dynamic().nt_get_next_thread, GetCurrentProcess(), thread,
                                       access, 0, 0, &next) >= 0;) {
    if (thread != nullptr) os::CloseHandle(thread);
    thread = next;
    if (GetThreadId(thread) != GetCurrentThreadId()) visit(thread);
  }
  if (thread != nullptr) os::CloseHandle(thread);
}

class suspended_threads {
 public:
  // SuspendThread only requests it; GetThreadContext waits until the thread has stopped.
  suspended_threads() noexcept {
    all_other_threads([](HANDLE thread) noexcept {
      CONTEXT context;
      context.ContextFlags = CONTEXT_CONTROL;
      if (SuspendThread(thread) != static_cast<DWORD>(-1)) GetThreadContext(thread, &context);
    });
  }
  ~suspended_threads() {
    all_other_threads([](HANDLE thread) noexcept { ResumeThread(thread); });
  }
  suspended_threads(const suspended_threads&) = delete;
  suspended_threads& operator=(const suspended_threads&) = delete;
};

struct protected_part {
  std::byte* first;
  std::size_t length;
  DWORD page;
};

// A view, and the protections of its pages.
struct old_view {  // NOLINT(cppcoreguidelines-pro-type-member-init): examine_view fills it
  std::byte* first;
  std::size_t length;
  DWORD page;  // that it was made with
  std::array<protected_part, 64> parts;
  std::size_t part_count = 0;
};

bool examine_view(const MEMORY_BASIC_INFORMATION& region, old_view& view) noexcept {
  view.first = static_cast<std::byte*>(region.AllocationBase);
  view.length = rest_of_allocation(view.first);
  view.page = region.AllocationProtect;
  return all_regions(view.first, view.length, [&](const MEMORY_BASIC_INFORMATION& part) noexcept {
    if (view.part_count == view.parts.size() || part.State != MEM_COMMIT) return false;
    view.parts[view.part_count++] = {static_cast<std::byte*>(part.BaseAddress), part.RegionSize, part.Protect};
    return true;
  });
}

// `page` is the current protection of [first, first + length).
void protect_as_before(const old_view& view, std::byte* first, std::size_t length, DWORD page) noexcept {
  auto* const end = first + length;
  for (std::size_t i = 0; i < view.part_count; ++i) {
    const auto& part = view.parts[i];
    auto* const from = std::max(first, part.first);
    auto* const to = std::min(end, part.first + part.length);
    DWORD before = 0;
    if (from < to && part.page != page) os::VirtualProtect(from, static_cast<SIZE_T>(to - from), part.page, &before);
  }
}

DWORD access_for(DWORD page) noexcept {
  const DWORD access = (page & writable_pages) != 0 ? FILE_MAP_READ | FILE_MAP_WRITE : FILE_MAP_READ;
  return (page & (PAGE_EXECUTE_READ | PAGE_EXECUTE_READWRITE)) != 0 ? access | FILE_MAP_EXECUTE : access;
}

// Maps the file again, before or after the chunk that was replaced.
bool map_rest(const detail::guarded_range& guard, const old_view& view, std::byte* first, std::size_t length) noexcept {
  if (length == 0) return true;
  const auto offset = guard.start + static_cast<std::uint64_t>(first - guard.first);
  // The section ends where the file ends, within the last page.
  const auto mapped_length = std::min<std::uint64_t>(length, guard.section_size - offset);
  if (os::MapViewOfFileEx(guard.section.get(), access_for(view.page), high_half(offset), low_half(offset),
                          static_cast<SIZE_T>(mapped_length), first) == nullptr)
    return false;
  protect_as_before(view, first, length, view.page);
  return true;
}

constexpr std::size_t chunk_size = std::size_t{64} * 1024;  // the granularity of every Windows
alignas(16) std::array<std::byte, chunk_size> readable;

// Copies what can still be read, and zeros for the rest; returns the offset of the first page of these. By
// ReadProcessMemory, which raises no exception: other threads may be suspended while they look for a handler.
std::size_t copy_readable(const std::byte* chunk, std::size_t length) noexcept {
  readable.fill(std::byte{});
  const auto page = page_size();
  auto first_lost = length;
  for (std::size_t at = 0; at < length; at += page) {
    SIZE_T done = 0;
    if (os::ReadProcessMemory(GetCurrentProcess(), chunk + at, readable.data() + at, page, &done)) continue;
    std::memset(readable.data() + at, 0, page);
    first_lost = std::min(first_lost, at);
  }
  return first_lost;
}

// A page before the one of the access will be read as zeros, and fault no more.
void record_lost(const detail::guarded_range& guard, const std::byte* page, const std::byte* at) noexcept {
  if (page + page_size() > at) return;
  record_fault(*guard.faults, lost_offset(guard, page), fault_kind::unknown);
  lower_zeros(*guard.faults, page);
}

bool replace_chunk(const detail::guarded_range& guard, const old_view& view, const std::byte* at) noexcept {
  const auto before = static_cast<std::size_t>(at - view.first) / chunk_size * chunk_size;
  auto* const chunk = view.first + before;
  const auto length = std::min(chunk_size, view.length - before);
  auto* const behind = chunk + length;
  const suspended_threads others;
  DWORD unused = 0;
  os::VirtualProtect(chunk, length, view.page, &unused);
  record_lost(guard, chunk + copy_readable(chunk, length), at);
  if (!os::UnmapViewOfFile(view.first)) return false;
  if (os::VirtualAlloc(chunk, length, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE) == nullptr) return false;
  std::memcpy(chunk, readable.data(), length);
  protect_as_before(view, chunk, length, PAGE_READWRITE);
  return map_rest(guard, view, view.first, before) && map_rest(guard, view, behind, view.length - before - length);
}

// Private memory whose page file failed, or a page that another thread has already replaced.
bool replace_page(const detail::guarded_range& guard, const MEMORY_BASIC_INFORMATION& region,
                  const std::byte* at) noexcept {
  auto* const page = const_cast<std::byte*>(at - reinterpret_cast<std::uintptr_t>(at) % guard.page);
  const suspended_threads others;
  return os::VirtualFree(page, guard.page, MEM_DECOMMIT) &&
         os::VirtualAlloc(page, guard.page, MEM_COMMIT, region.Protect) != nullptr;
}

}  // namespace

void open_repair(detail::guarded_range& guard, std::error_code& error) noexcept {
  if (guard.length == 0) return;
  if (guard.page == 0) guard.page = page_size();
  MEMORY_BASIC_INFORMATION region;
  if (!query(guard.first, region)) {
    error = last_error();
    return;
  }
  if (dynamic().nt_get_next_thread == nullptr) {
    error = refusal(std::errc::function_not_supported);
  } else if (region.Type == MEM_PRIVATE) {
    return;
  } else if (region.Type != MEM_MAPPED || (region.AllocationProtect & copy_on_write) != 0 || is_section(guard.file)) {
    error = refusal(std::errc::operation_not_supported);
  } else if (guard.file == no_handle) {
    error = refusal(is_anonymous(region.AllocationBase) ? std::errc::operation_not_supported
                                                        : std::errc::bad_file_descriptor);
  } else {
    const HANDLE section =
        os::CreateFileMappingW(guard.file.get(), nullptr, region.AllocationProtect & ~PAGE_GUARD, 0, 0, nullptr);
    if (section == nullptr) {
      error = last_error();
      return;
    }
    guard.section = native_handle{section};
    guard.section_size = section_size(guard.section, error).value_or(0);
    if (!error && round_up(guard.section_size, guard.page) < round_up(guard.start + guard.length, guard.page))
      error = windows_error(ERROR_HANDLE_EOF);
    if (error) os::CloseHandle(section);
  }
}

void close_repair(const detail::guarded_range& guard) noexcept {
  if (guard.section != no_handle) os::CloseHandle(guard.section.get());
}

bool repair(const detail::guarded_range& guard, const std::byte* at) noexcept {
  const locked alone;
  MEMORY_BASIC_INFORMATION region;
  if (!query(at, region) || region.State != MEM_COMMIT) return false;
  if (region.Type == MEM_PRIVATE) return replace_page(guard, region, at);
  old_view view;
  return guard.section != no_handle && examine_view(region, view) && add_repaired(guard) &&
         replace_chunk(guard, view, at);
}

bool unmap_repaired(void* base, std::size_t length, std::error_code& error) noexcept {
  if (!has_repaired) return false;
  const locked alone;
  auto* const entry = find_repaired(base, length);
  if (entry == nullptr) return false;
  release_range(base, length, error);
  if (!error) remove_repaired(entry);
  return true;
}

}  // namespace mmapkit::backend
