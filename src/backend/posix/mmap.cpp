#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <limits>

#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/protection_flag.hpp>

#include "backend/flag_bits.hpp"
#include "backend/map_kind.hpp"
#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "backend/system.hpp"
#include "errors.hpp"
#include "os.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

namespace {

inline void* map_anywhere(const map_request& request, std::error_code& error) noexcept {
  const int protection = static_cast<int>(native_set(request.protection));
  int flags = posix::map_flags(request);
  const auto attempt = [&](native_handle file) {
    void* const memory =
        os::mmap(request.address, request.length, protection, flags, file, static_cast<off_t>(request.offset));
    error = memory == MAP_FAILED ? last_error() : std::error_code{};
    return memory;
  };
  void* memory = attempt(request.file);
  if (memory == MAP_FAILED && posix::older_map_flags(request, error.value(), flags)) memory = attempt(request.file);
  if (memory != MAP_FAILED) return memory;
  const auto other = posix::handle_to_map_by(request, error.value());
  if (other == no_handle) return nullptr;
  memory = attempt(other);
  os::close(other);
  return memory == MAP_FAILED ? nullptr : memory;
}

// Maps more than is wanted and unmaps what is before and after the aligned part. Where the mapping comes with memory
// (huge pages, locked, populated) the addresses are reserved first, and the aligned part is mapped over them. The same
// for shared memory: cut out of a longer mapping, its address would not agree with its place in the object, and no page
// could become huge. On Linux a mapping over others that fails may leave nothing there (mmap(2), MAP_FIXED).
void* map_aligned(map_request request, std::error_code& error) noexcept {
  const auto unit = huge_page_unit(request.flags);
  const auto alignment = std::max(request.alignment, unit);
  const auto length = round_up(request.length, page_size());
  const auto slack = alignment - page_size();
  if (length < request.length || length > std::numeric_limits<std::size_t>::max() - slack) {
    error = refusal(std::errc::not_enough_memory);
    return nullptr;
  }
  const bool has_memory = unit != 0 || has_any(request.flags, mmap_flag::locked | mmap_flag::populate);
  const bool reserves = has_memory || is_shared(request.flags);
  map_request reserved = request;
  reserved.length = length + slack;
  if (reserves) {
    reserved.protection = protection_flag::none;
    reserved.flags = mmap_flag::private_ | mmap_flag::anonymous;
  }
  auto* const start = static_cast<std::byte*>(map_anywhere(reserved, error));
  if (start == nullptr) return nullptr;
  const auto lead = -reinterpret_cast<std::uintptr_t>(start) & (alignment - 1);
  request.address = start + lead;
  request.flags |= mmap_flag::fixed;
  if (reserves && map_anywhere(request, error) == nullptr) {
    os::munmap(start, reserved.length);
    return nullptr;
  }
  const bool trimmed = (lead == 0 || os::munmap(start, lead) == 0) &&
                       (slack == lead || os::munmap(start + lead + length, slack - lead) == 0);
  if (trimmed) return start + lead;
  error = last_error();
  os::munmap(start, reserved.length);
  return nullptr;
}

}  // namespace

void* map(const map_request& request, std::error_code& error) noexcept {
  const bool aligned = request.alignment != 0 && request.alignment > page_size();
  void* const memory = aligned ? map_aligned(request, error) : map_anywhere(request, error);
  if (memory == nullptr) return nullptr;
  // A system without MAP_FIXED_NOREPLACE treats the address as a hint, and maps elsewhere if it is taken.
  if (has(request.flags, mmap_flag::no_replace) && memory != request.address)
    error = refusal(std::errc::file_exists);
  else if (request.numa_node)
    posix::prefer_node(memory, request.length, *request.numa_node, error);
  if (!error) return memory;
  os::munmap(memory, request.length);
  return nullptr;
}

}  // namespace mmapkit::backend
