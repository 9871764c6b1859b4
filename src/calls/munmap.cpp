#include "munmap.hpp"

#include <utility>

#include <mmapkit/calls/munmap.hpp>

#include "backend/files.hpp"
#include "backend/mappings.hpp"
#include "backing.hpp"
#include "checks/describe.hpp"
#include "checks/explain.hpp"
#include "fault_state.hpp"
#include "madvise.hpp"

namespace mmapkit {

using detail::backing_access;

namespace {

// Releases what belongs to a mapping besides its addresses: the record of its faults, and the file.
void end_backing(const backing_file& fd, failure& why) noexcept {
  drop_faults(std::exchange(backing_access::faults(fd), nullptr));
  if (!backing_access::owns_file(fd)) return;
  backend::close_file(backing_access::file(fd), why.code);
  if (why.attribute_to(operation::close) && why.code == std::errc::bad_file_descriptor)
    why.reason = "its file is closed already, as after a second munmap";
}

// Only dont_need_locked discards locked pages.
void discard(void* base, std::size_t length) noexcept {
  if (calls::madvise(base, length, advice::dont_need, true))
    calls::madvise(base, length, advice::dont_need_locked, true);
}

}  // namespace

failure calls::munmap(const mapped& memory) noexcept {
  failure why;
  if (!backing_access::is_whole(memory.addr, memory.fd, memory.size))
    return refuse(operation::munmap, std::errc::invalid_argument, "these are not the values of one mmap, unchanged");
  if (backing_access::length(memory.fd) != 0) {
    begin_unmapping(memory.fd);  // first: another mapping may take the place at once
    backend::unmap(backing_access::base(memory.fd), backing_access::length(memory.fd), why.code);
    if (why.attribute_to(operation::munmap)) {
      explain_sealed_memory(why);
      cancel_unmapping(memory.fd);
      return why;
    }
  }
  end_backing(memory.fd, why);
  return why;
}

void calls::give_back(void* base, std::size_t length) noexcept {
  std::error_code error;
  backend::unmap(base, length, error);
  if (error == std::errc::not_enough_memory) discard(base, length);
}

void calls::give_back(const mapped& memory) noexcept {
  auto why = calls::munmap(memory);
  if (why.operation != operation::munmap || why.code != std::errc::not_enough_memory) return;
  begin_unmapping(memory.fd);
  discard(backing_access::base(memory.fd), backing_access::length(memory.fd));
  end_backing(memory.fd, why);
}

void calls::close_owned_file(mapped& memory) noexcept {
  if (!backing_access::owns_file(memory.fd)) return;
  std::error_code ignored;
  backend::close_file(backing_access::file(memory.fd), ignored);
  backing_access::clear_file(memory.fd);
}

void munmap(const mapped& memory) {
  const auto why = calls::munmap(memory);
  if (!why) return;
  // After a failed close the addresses may be another thread's.
  const bool is_unmapped = why.operation == operation::close;
  raise(why, is_unmapped ? describe_closed(backing_access::file(memory.fd)) : describe(memory.addr, memory.size),
        "unmap");
}

void munmap(const mapped& memory, std::error_code& error) noexcept { report(calls::munmap(memory), error, "unmap"); }

void munmap(void* addr, backing_file fd, std::size_t size) { munmap({.addr = addr, .fd = fd, .size = size}); }

void munmap(void* addr, backing_file fd, std::size_t size, std::error_code& error) noexcept {
  munmap({.addr = addr, .fd = fd, .size = size}, error);
}

}  // namespace mmapkit
