#include <mmapkit/mmap.hpp>

#include "backend.hpp"
#include "backing.hpp"
#include "core.hpp"

namespace mmapkit {

using detail::backing_access;

failure core::unmap(const mapped& memory) noexcept {
  failure why;
  if (!backing_access::is_whole(memory.addr, memory.fd, memory.size))
    return refuse(operation::munmap, std::errc::invalid_argument, "these are not the values of one mmap, unchanged");
  if (backing_access::length(memory.fd) != 0) {
    backend::unmap(backing_access::base(memory.fd), backing_access::length(memory.fd), why.code);
    if (why.failed(operation::munmap)) return why;
  }
  if (backing_access::owns_file(memory.fd)) {
    backend::close_file(backing_access::file(memory.fd), why.code);
    why.failed(operation::close);
  }
  return why;
}

void core::close_file(mapped& memory) noexcept {
  if (!backing_access::owns_file(memory.fd)) return;
  std::error_code unseen;
  backend::close_file(backing_access::file(memory.fd), unseen);
  backing_access::forget_file(memory.fd);
}

void munmap(const mapped& memory) {
  if (const auto why = core::unmap(memory)) raise(why, core::describe(memory.addr, memory.size));
}

void munmap(const mapped& memory, std::error_code& error) noexcept { core::report(core::unmap(memory), error); }

void munmap(void* addr, backing_file fd, std::size_t size) { munmap({.addr = addr, .fd = fd, .size = size}); }

void munmap(void* addr, backing_file fd, std::size_t size, std::error_code& error) noexcept {
  munmap({.addr = addr, .fd = fd, .size = size}, error);
}

}  // namespace mmapkit
