// One step, by the library and by the number of the system call.
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "fuzz.hpp"
#include "native.hpp"

using namespace mmapkit;

namespace fuzz {

namespace {

// Calls call(error), or call() where the step asks for the form that throws.
template <class Throwing, class Reporting>
outcome report(const step& one, Throwing throwing, Reporting reporting) {
  std::error_code error;
  std::ptrdiff_t place = 0;
  if (one.throws) {
    try {
      place = throwing();
    } catch (const mmap_error& failed) {
      error = failed.code();
    }
  } else {
    place = reporting(error);
  }
  return {.error = error.value(), .place = error ? 0 : place, .pages = {}};
}

outcome from_kernel(long result) { return {.error = result == -1 ? errno : 0, .place = 0, .pages = {}}; }

// What lies outside of the window would stay there.
std::ptrdiff_t keep_inside(void* memory, std::size_t length, const window& in) {
  const auto place = memory == nullptr ? 0 : in.place_of(memory);
  if (place == window::elsewhere) ::syscall(SYS_munmap, memory, length);
  return place;
}

void* address_of(const step& one, const window& in) { return one.anywhere ? nullptr : in.at(one.at); }
void* new_address_of(const step& one, const window& in) { return one.has_new_place ? in.at(one.new_at) : nullptr; }

}  // namespace

outcome by_library(const step& one, const window& in) {
  void* const at = in.at(one.at);
  const auto length = one.length;
  const auto both = [&](auto call) {
    return report(
        one, [&] { return call(), std::ptrdiff_t{0}; },
        [&](std::error_code& error) { return call(error), std::ptrdiff_t{0}; });
  };
  switch (one.what) {
    case kind::map: {
      const auto call = [&](auto&... error) {
        return keep_inside(mmapkit::mmap(address_of(one, in), length, one.protection, one.flags, in.handle(one.file),
                                         one.offset, error...),
                           length, in);
      };
      return report(one, call, call);
    }
    case kind::remap: {
      const auto call = [&](auto&... error) {
        return keep_inside(mmapkit::mremap(at, length, one.new_length, one.remap, new_address_of(one, in), error...),
                           one.new_length, in);
      };
      return report(one, call, call);
    }
    case kind::unmap: return both([&](auto&... error) { mmapkit::munmap(at, length, error...); });
    case kind::protect: return both([&](auto&... error) { mmapkit::mprotect(at, length, one.protection, error...); });
    case kind::sync: return both([&](auto&... error) { mmapkit::msync(at, length, one.sync, error...); });
    case kind::advise:
      if (one.discarding)
        return both([&](auto&... error) { mmapkit::madvise(at, length, discarding{one.advice}, error...); });
      return both([&](auto&... error) { mmapkit::madvise(at, length, one.advice, error...); });
    case kind::advise_posix:
      return both([&](auto&... error) { mmapkit::posix_madvise(at, length, one.posix_advice, error...); });
    case kind::lock:
      if (one.lock == lock_flag::none && one.throws)
        return both([&](auto&... error) { mmapkit::mlock(at, length, error...); });
      return both([&](auto&... error) { mmapkit::mlock2(at, length, one.lock, error...); });
    case kind::unlock: return both([&](auto&... error) { mmapkit::munlock(at, length, error...); });
    case kind::in_core: {
      std::vector<unsigned char> pages(one.room);
      auto result = both([&](auto&... error) { mmapkit::mincore(at, length, pages, error...); });
      result.pages = std::move(pages);
      return result;
    }
    case kind::store:
    case kind::cut: break;
  }
  return {};
}

outcome by_kernel(const step& one, const window& in) {
  void* const at = in.at(one.at);
  const auto length = one.length;
  // Protections and locks are rounded outwards, and nothing is asked for no bytes.
  const auto lead = one.at % page_size();
  void* const page = in.at(one.at - lead);
  switch (one.what) {
    case kind::map: {
      const long result = native::map(address_of(one, in), one, in.handle(one.file));
      if (result == -1) return from_kernel(result);
      return {.error = 0, .place = keep_inside(reinterpret_cast<void*>(result), length, in), .pages = {}};
    }
    case kind::remap: {
      const long result = native::remap(at, one, new_address_of(one, in));
      if (result == -1) return from_kernel(result);
      return {.error = 0, .place = keep_inside(reinterpret_cast<void*>(result), one.new_length, in), .pages = {}};
    }
    case kind::unmap: return from_kernel(::syscall(SYS_munmap, at, length));
    case kind::protect:
      if (length == 0) return {};
      return from_kernel(::syscall(SYS_mprotect, page, length + lead, native::protection_with_read(one.protection)));
    case kind::sync: return from_kernel(::syscall(SYS_msync, at, length, native::sync_flags(one.sync)));
    case kind::advise: return from_kernel(::syscall(SYS_madvise, at, length, *native::number(one.advice)));
    case kind::advise_posix:
      // MADV_DONTNEED discards, and POSIX's does not.
      if (one.posix_advice == posix_advice::dont_need) return {};
      return from_kernel(::syscall(SYS_madvise, at, length, static_cast<int>(one.posix_advice)));
    case kind::lock:
      if (length == 0) return {};
      return from_kernel(one.lock == lock_flag::none ? ::syscall(SYS_mlock, page, length + lead)
                                                     : ::syscall(SYS_mlock2, page, length + lead, 1U));
    case kind::unlock:
      if (length == 0) return {};
      return from_kernel(::syscall(SYS_munlock, page, length + lead));
    case kind::in_core: {
      std::vector<unsigned char> pages(one.room);
      auto result = from_kernel(::syscall(SYS_mincore, at, length, pages.data()));
      result.pages = std::move(pages);
      return result;
    }
    case kind::store:
    case kind::cut: break;
  }
  return {};
}

}  // namespace fuzz
