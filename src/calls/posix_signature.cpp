// The POSIX signatures: only flags are checked here, the other arguments by the system.
#include <limits>

#include <mmapkit/calls/mmap.hpp>
#include <mmapkit/calls/msync.hpp>
#include <mmapkit/calls/munmap.hpp>

#include "backend/mappings.hpp"
#include "backend/system.hpp"
#include "checks/describe.hpp"
#include "checks/explain.hpp"
#include "checks/options.hpp"

namespace mmapkit {

namespace {

void* map(const backend::map_request& request, failure& why) noexcept {
  const mmap_options asked{
      .protection = request.protection, .mmap = request.flags, .offset = request.offset, .address = request.address};
  if (!check_flags(asked, why)) return nullptr;
  if (request.length > std::numeric_limits<std::size_t>::max() / 2) {
    refuse(why, operation::mmap, std::errc::not_enough_memory, "{m} bytes do not fit the address space",
           request.length);
    return nullptr;
  }
  if (!fits_file(request.offset, request.length)) {
    refuse(why, operation::mmap, std::errc::value_too_large, "the range ends beyond what a file can hold");
    return nullptr;
  }
  void* const addr = backend::map(request, why.code);
  if (why.attribute_to(operation::mmap)) explain_mapping(why, request);
  return addr;
}

failure unmap(void* addr, std::size_t length) noexcept {
  failure why;
  backend::unmap(addr, length, why.code);
  why.attribute_to(operation::munmap);
  return why;
}

failure sync(void* addr, std::size_t length, msync_flag flags) noexcept {
  failure why;
  if (!check(flags, why)) return why;
  // The system would round this length up to whole pages, overflow to 0, and write nothing.
  if (length > std::numeric_limits<std::size_t>::max() - backend::page_size())
    return refuse(operation::msync, std::errc::not_enough_memory, "the range wraps around the address space");
  backend::sync(addr, length, flags, no_handle, why.code);
  if (why.attribute_to(operation::msync)) explain_sync(why, addr, length);
  return why;
}

}  // namespace

void* mmap(void* addr, std::size_t length, protection_flag protection, mmap_flag flags, native_handle file,
           std::uint64_t offset) {
  failure why;
  void* const memory = map({addr, length, protection, flags, file, offset}, why);
  if (!why) return memory;
  const mmap_options asked{.size = length, .offset = offset, .address = addr};
  raise(why, has(flags, mmap_flag::anonymous) ? describe(asked, why.operation) : describe(file, asked, why.operation));
}

void* mmap(void* addr, std::size_t length, protection_flag protection, mmap_flag flags, native_handle file,
           std::uint64_t offset, std::error_code& error) noexcept {
  failure why;
  void* const memory = map({addr, length, protection, flags, file, offset}, why);
  report(why, error);
  return memory;
}

void munmap(void* addr, std::size_t length) {
  if (const auto why = unmap(addr, length)) raise(why, describe(addr, length));
}

void munmap(void* addr, std::size_t length, std::error_code& error) noexcept { report(unmap(addr, length), error); }

void msync(void* addr, std::size_t length, msync_flag flags) {
  if (const auto why = sync(addr, length, flags)) raise(why, describe(addr, length));
}

void msync(void* addr, std::size_t length, msync_flag flags, std::error_code& error) noexcept {
  report(sync(addr, length, flags), error);
}

}  // namespace mmapkit
