#include <sys/mman.h>
#include <unistd.h>

#include "../bits.hpp"
#include "errors.hpp"
#include "system.hpp"

namespace mmapkit::backend {

std::optional<std::uint32_t> native_value(protection_flag flag) noexcept {
  switch (flag) {
    case protection_flag::none:
      return PROT_NONE;
    case protection_flag::read:
      return PROT_READ;
    case protection_flag::write:
      return PROT_WRITE;
    case protection_flag::exec:
      return PROT_EXEC;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> native_value(msync_flag flag) noexcept {
  switch (flag) {
    case msync_flag::sync:
      return MS_SYNC;
    case msync_flag::async:
      return MS_ASYNC;
    case msync_flag::invalidate:
      return MS_INVALIDATE;
  }
  return std::nullopt;
}

bool available(protection_flag /*flag*/) noexcept { return true; }

bool available(msync_flag /*flag*/) noexcept { return true; }

std::size_t page_size() noexcept {
  static const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return size;
}

std::size_t granularity() noexcept { return page_size(); }

void* map(const map_request& request, std::error_code& error) noexcept {
  const int protection = static_cast<int>(native_set(request.protection));
  int flags = posix::map_flags(request);
  const auto attempt = [&] {
    return ::mmap(request.address, request.length, protection, flags, request.file, static_cast<off_t>(request.offset));
  };
  void* memory = attempt();
  if (memory == MAP_FAILED && posix::older_map_flags(request, errno, flags)) memory = attempt();
  if (memory == MAP_FAILED) {
    error = last_error();
    return nullptr;
  }
  // Where the system takes no_replace for a hint it goes elsewhere, instead of failing, when the place is taken.
  if (has(request.flags, mmap_flag::no_replace) && memory != request.address) {
    ::munmap(memory, request.length);
    error = refusal(std::errc::file_exists);
    return nullptr;
  }
  return memory;
}

void unmap(void* base, std::size_t length, std::error_code& error) noexcept {
  if (::munmap(base, length) != 0) error = last_error();
}

void protect(void* base, std::size_t length, protection_flag protection, std::error_code& error) noexcept {
  if (::mprotect(base, length, static_cast<int>(native_set(protection))) != 0) error = last_error();
}

void sync(void* base, std::size_t length, msync_flag flags, native_handle /*file*/, std::error_code& error) noexcept {
  if (::msync(base, length, static_cast<int>(native_set(flags))) != 0) error = last_error();
}

}  // namespace mmapkit::backend
