// Address Windowing Extensions.
#include "../backend.hpp"
#include "api.hpp"
#include "os.hpp"
#include "placing.hpp"
#include "private_memory.hpp"
#include "probes.hpp"

namespace mmapkit::backend {
namespace {

static_assert(sizeof(std::uintptr_t) == sizeof(ULONG_PTR));

// Wine 8 has functions of these names that crash or write into the list of frames: they are called only where there can
// be a window.
bool can_call(std::error_code& error) noexcept {
  if (!reserves_physical()) error = refusal(std::errc::function_not_supported);
  return reserves_physical();
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
  // To the system a list that is null unmaps.
  if (!can_call(error) || frames.empty()) return;
  if (!os::MapUserPhysicalPages(addr, frames.size(), numbers(frames))) error = last_error();
}

void unmap_physical_pages(void* addr, std::size_t length, std::error_code& error) noexcept {
  if (!can_call(error)) return;
  if (!os::MapUserPhysicalPages(addr, whole_pages_length(length) / page_size(), nullptr)) error = last_error();
}

void free_physical_pages(std::span<const std::uintptr_t> frames, std::error_code& error) noexcept {
  if (!can_call(error)) return;
  ULONG_PTR count = frames.size();
  if (!os::FreeUserPhysicalPages(GetCurrentProcess(), &count, numbers(frames))) error = last_error();
}

}  // namespace mmapkit::backend
