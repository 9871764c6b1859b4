// The POSIX signatures: flags are checked, everything else is the system's to judge.
#include <limits>

#include <mmapkit/mmap.hpp>

#include "backend.hpp"
#include "core.hpp"
#include "options.hpp"

namespace mmapkit {

namespace {

void* map(const backend::map_request& request, failure& why) noexcept {
  const mmap_options asked{
      .protection = request.protection, .mmap = request.flags, .offset = request.offset, .address = request.address};
  if (!check_flags(asked, why)) return nullptr;
  constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (request.offset > largest || request.length > largest - request.offset) {
    refuse(why, operation::mmap, std::errc::value_too_large, "the range ends beyond what a file can hold");
    return nullptr;
  }
  void* const addr = backend::map(request, why.code);
  why.failed(operation::mmap);
  return addr;
}

failure unmap(void* addr, std::size_t length) noexcept {
  failure why;
  backend::unmap(addr, length, why.code);
  why.failed(operation::munmap);
  return why;
}

failure sync(void* addr, std::size_t length, msync_flag flags) noexcept {
  failure why;
  if (!check(flags, why)) return why;
  // The system would round the length up to 0, and write nothing.
  if (length > std::numeric_limits<std::size_t>::max() - backend::page_size())
    return refuse(operation::msync, std::errc::value_too_large, "the range wraps around the address space");
  backend::sync(addr, length, flags, no_handle, why.code);
  why.failed(operation::msync);
  return why;
}

}  // namespace

void* mmap(void* addr, std::size_t length, protection_flag protection, mmap_flag flags, native_handle file,
           std::uint64_t offset) {
  failure why;
  void* const memory = map({addr, length, protection, flags, file, offset}, why);
  if (!why) return memory;
  const mmap_options asked{.size = length, .offset = offset, .address = addr};
  raise(why, has(flags, mmap_flag::anonymous) ? core::describe(asked, why.operation)
                                              : core::describe(file, asked, why.operation));
}

void* mmap(void* addr, std::size_t length, protection_flag protection, mmap_flag flags, native_handle file,
           std::uint64_t offset, std::error_code& error) noexcept {
  failure why;
  void* const memory = map({addr, length, protection, flags, file, offset}, why);
  core::report(why, error);
  return memory;
}

void munmap(void* addr, std::size_t length) {
  if (const auto why = unmap(addr, length)) raise(why, core::describe(addr, length));
}

void munmap(void* addr, std::size_t length, std::error_code& error) noexcept {
  core::report(unmap(addr, length), error);
}

void msync(void* addr, std::size_t length, msync_flag flags) {
  if (const auto why = sync(addr, length, flags)) raise(why, core::describe(addr, length));
}

void msync(void* addr, std::size_t length, msync_flag flags, std::error_code& error) noexcept {
  core::report(sync(addr, length, flags), error);
}

}  // namespace mmapkit
