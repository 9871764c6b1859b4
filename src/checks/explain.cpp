#include "explain.hpp"

#include <mmapkit/flags/advice.hpp>
#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/protection_flag.hpp>
#include <mmapkit/flags/seal_flag.hpp>

#include "backend/files.hpp"
#include "backend/map_kind.hpp"
#include "backend/page_math.hpp"
#include "backend/pages.hpp"
#include "backend/paths.hpp"
#include "backend/shared_memory.hpp"
#include "backend/system.hpp"

namespace mmapkit {

namespace {

bool may_be_lock_limit(const failure& why) noexcept {
  return why.code == std::errc::not_enough_memory || why.code == std::errc::resource_unavailable_try_again ||
         why.code == std::errc::operation_not_permitted;
}

void blame_lock_limit(failure& why) noexcept {
  std::error_code unknown;
  why.m = backend::lock_limit(unknown);
  if (!unknown) why.reason = "the limit of locked memory is reached, {m} bytes";
}

// Advice that the kernel refuses for locked memory (madvise(2), EINVAL).
bool takes_pages_away(advice what) noexcept {
  switch (what) {
    case advice::dont_need:
    case advice::free:
    case advice::remove:
    case advice::cold:
    case advice::pageout:
    case advice::guard_install: return true;
    default: return false;
  }
}

// Whether the file has one of them.
bool has_seal(native_handle file, seal_flag of) noexcept {
  std::error_code unsealed;
  const auto seals = backend::get_seals(file, unsealed);
  return !unsealed && (seals & of) != seal_flag{};
}

constexpr auto not_for_reading = "the file is not open for reading: open_flag::read is missing";
constexpr auto not_for_writing = "the file is not open for writing: open_flag::write is missing";

// A mapping of a file that is shared and can be written.
bool writes_to_file(const backend::map_request& request) noexcept {
  return is_shared(request.flags) && has(request.protection, protection_flag::write);
}

// EACCES and EPERM of mmap(2), for a file.
void explain_access(failure& why, const backend::map_request& request) noexcept {
  if (why.code == std::errc::permission_denied) {
    const auto opened = backend::opened_for(request.file);
    if (!has(opened, open_flag::read))
      why.reason = not_for_reading;
    else if (!has(opened, open_flag::write) && writes_to_file(request))
      why.reason = not_for_writing;
  } else if (why.code == std::errc::operation_not_permitted && writes_to_file(request)) {
    if (has_seal(request.file, seal_flag::write | seal_flag::future_write))
      why.reason = "the file is sealed against writing";
  }
}

const char* words_for(backend::file_kind kind) noexcept {
  switch (kind) {
    case backend::file_kind::directory: return "it is a directory, not a regular file";
    case backend::file_kind::fifo: return "it is a FIFO or a pipe, not a regular file";
    case backend::file_kind::socket: return "it is a socket, not a regular file";
    case backend::file_kind::character_device: return "it is a character device, not a regular file";
    case backend::file_kind::block_device: return "it is a block device, not a regular file";
    case backend::file_kind::symbolic_link:
    case backend::file_kind::regular:
    case backend::file_kind::other: return nullptr;
  }
  return nullptr;
}

}  // namespace

// mlock marks the range as locked before it reads the pages in. If reading failed, all of the range is locked now and
// counts against the limit, which was not the reason.
void explain_lock(failure& why, const void* base, std::size_t length) noexcept {
  if (!may_be_lock_limit(why)) return;
  const auto page = backend::page_size();
  const auto* const last = static_cast<const std::byte*>(base) + (whole_pages(length) - 1) * page;
  const bool all_locked = backend::is_locked(base, page) && backend::is_locked(last, page);
  if (!all_locked && backend::exceeds_lock_limit(length)) blame_lock_limit(why);
}

void explain_lock_of_all(failure& why) noexcept {
  if (may_be_lock_limit(why)) blame_lock_limit(why);
}

void explain_advice(failure& why, const void* base, std::size_t length, advice what) noexcept {
  if (why.code != std::errc::invalid_argument) return;
  if (takes_pages_away(what) && backend::is_locked(base, length))
    why.reason = "the memory is locked, unlock it first";
  else if (what == advice::collapse && reinterpret_cast<std::uintptr_t>(base) % backend::page_size() == 0)
    why.reason =
        "no huge page lies whole within it, or its place in the file is aligned otherwise, or the system has none for "
        "such memory";
}

void explain_sync(failure& why, const void* base, std::size_t length) noexcept {
  if (why.code == std::errc::device_or_resource_busy && backend::is_locked(base, length))
    why.reason = "the memory is locked, unlock it first";
}

// EAGAIN: too much memory has been locked (mmap(2)), by mmap_flag::locked, mlockall_flag::future or memfd_secret.
void explain_longer_mapping(failure& why, std::size_t length) noexcept {
  if (why.code == std::errc::resource_unavailable_try_again && backend::exceeds_lock_limit(length))
    blame_lock_limit(why);
}

void explain_mapping(failure& why, const backend::map_request& request) noexcept {
  const bool locks = has(request.flags, mmap_flag::locked);
  if (why.code == std::errc::operation_not_permitted && locks && backend::exceeds_lock_limit(request.length))
    blame_lock_limit(why);
  explain_longer_mapping(why, request.length);
  if (why.code == std::errc::invalid_argument && request.length == 0) why.reason = "the size is 0";
  if (why.code == std::errc::invalid_argument && request.numa_node) {
    why.reason = "NUMA node {m} is not there, or not for this process";
    why.m = *request.numa_node;
  }
  if (has(request.flags, mmap_flag::anonymous)) return;
  explain_kind(why, request.file, request.flags);
  explain_access(why, request);
}

void explain_growth(failure& why, native_handle file) noexcept {
  if (why.code != std::errc::operation_not_permitted) return;
  if (has_seal(file, seal_flag::grow))
    why.reason = "the file is sealed against growing";
  else if (has_seal(file, seal_flag::write))
    why.reason = "the file is sealed against writing";
}

void explain_resize(failure& why, native_handle file) noexcept {
  explain_growth(why, file);
  if (why.reason != nullptr) return;
  if (why.code == std::errc::operation_not_permitted && has_seal(file, seal_flag::shrink))
    why.reason = "the file is sealed against becoming shorter";
  else if (!has(backend::opened_for(file), open_flag::write))
    why.reason = not_for_writing;
}

// Without the file, it is what a file that was opened for reading alone gives.
void explain_protection(failure& why, mmap_flag flags, protection_flag protection, native_handle file) noexcept {
  const bool of_file = is_shared(flags) && !has(flags, mmap_flag::anonymous);
  if (why.code != std::errc::permission_denied || !of_file || !has(protection, protection_flag::write)) return;
  if (file == no_handle || !has(backend::opened_for(file), open_flag::write))
    why.reason = not_for_writing;
  else if (has_seal(file, seal_flag::write | seal_flag::future_write))
    why.reason = "the file is sealed against writing";
}

void explain_sealed_memory(failure& why) noexcept {
  if (why.code == std::errc::operation_not_permitted && supported(call::mseal)) why.reason = "the memory is sealed";
}

// EIO: most files of /proc (fs/proc/inode.c).
void explain_kind(failure& why, native_handle file, mmap_flag flags) noexcept {
  if (why.code != std::errc::no_such_device && why.code != std::errc::io_error) return;
  const auto kind = backend::kind_of(file);
  std::error_code unmappable;
  if (kind == backend::file_kind::other)
    why.reason = "what is open here has no pages";
  else if (kind != backend::file_kind::regular)
    why.reason = words_for(kind);
  else if (backend::probe(file, unmappable); unmappable)
    why.reason = "it is a file that can only be read, as those under /proc";
  else if (is_shared(flags))
    why.reason = "its file system has private mappings alone, mmap_flag::private_";
}

void explain_open(failure& why, const path_view::value_type* path, open_flag flags) noexcept {
  const bool is_missing = why.code == std::errc::no_such_file_or_directory;
  const bool may_be_link = why.code == std::errc::too_many_symbolic_link_levels && has(flags, open_flag::no_follow);
  const bool may_be_socket =  // EOPNOTSUPP on the BSDs
      why.code == std::errc::no_such_device_or_address || why.code == std::errc::operation_not_supported;
  if (!is_missing && !may_be_link && !may_be_socket) return;
  const auto kind = backend::kind_at(path);
  if (kind == backend::file_kind::symbolic_link && is_missing)
    why.reason = "it is a symbolic link to nothing";
  else if (kind == backend::file_kind::symbolic_link && may_be_link)
    why.reason = "it is a symbolic link, which open_flag::no_follow refuses";
  else if (kind == backend::file_kind::socket && may_be_socket)
    why.reason = words_for(kind);
}

// A folder is EISDIR, or EINVAL (glibc), a link ELOOP, a socket ENXIO.
void explain_object(failure& why, const char* name) noexcept {
  switch (backend::kind_of_object(name)) {
    case backend::file_kind::directory: why.reason = "what has this name is a directory, and no shared memory"; break;
    case backend::file_kind::fifo: why.reason = "what has this name is a FIFO, and no shared memory"; break;
    case backend::file_kind::socket: why.reason = "what has this name is a socket, and no shared memory"; break;
    case backend::file_kind::character_device:
    case backend::file_kind::block_device: why.reason = "what has this name is a device, and no shared memory"; break;
    case backend::file_kind::symbolic_link:
      why.reason = "what has this name is a symbolic link, which is not followed";
      break;
    case backend::file_kind::regular:
    case backend::file_kind::other: break;
  }
}

const char* kind_in_words(native_handle file) noexcept { return words_for(backend::kind_of(file)); }

}  // namespace mmapkit
