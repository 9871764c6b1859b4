// Address Windowing Extensions.
#include <span>

#include "api.hpp"
#include "backend/page_math.hpp"
#include "backend/system.hpp"
#include "backend/virtual_memory.hpp"
#include "os.hpp"
#include "placing.hpp"
#include "private_memory.hpp"
#include "probes.hpp"

namespace mmapkit::backend {
namespace {

static_assert(sizeof(std::uintptr_t) == sizeof(ULONG_PTR));

// The functions of Wine 8 crash, or write to the frames: they are called only if memory for them can be reserved.
bool can_call(std::error_code& error) noexcept {
  if (!supports_physical_pages()) error = refusal(std::errc::function_not_supported);
  return supports_physical_pages();
}

// The system only reads them.
ULONG_PTR* numbers(std::span<const std::uintptr_t> frames) noexcept {
  return reinterpret_cast<ULONG_PTR*>(const_cast<std::uintptr_t*>(frames.data()));
}

}  // namespace

std::size_t allocate_physical_pages(std::span<std::uintptr_t> frames, std::error_code& error) noexcept {
  if (!can_call(error)) return 0;
  enable_page_locking();
  ULONG_PTR count = frames.size();
  if (os::AllocateUserPhysicalPages(GetCurrentProcess(), &count, numbers(frames))) return count;
  error = last_error();
  return 0;
}

void map_physical_pages(void* addr, std::span<const std::uintptr_t> frames, std::error_code& error) noexcept {
  // A null list would unmap.
  if (!can_call(error) || frames.empty()) return;
  if (!os::MapUserPhysicalPages(addr, frames.size(), numbers(frames))) error = last_error();
}

void unmap_physical_pages(void* addr, std::size_t length, std::error_code& error) noexcept {
  if (!can_call(error)) return;
  if (!os::MapUserPhysicalPages(addr, whole_pages(length), nullptr)) error = last_error();
}

void free_physical_pages(std::span<const std::uintptr_t> frames, std::error_code& error) noexcept {
  if (!can_call(error)) return;
  ULONG_PTR count = frames.size();
  if (!os::FreeUserPhysicalPages(GetCurrentProcess(), &count, numbers(frames))) error = last_error();
}

}  // namespace mmapkit::backend
