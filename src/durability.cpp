#include <mmapkit/durability.hpp>

#include <algorithm>
#include <cstring>

#include "backing.hpp"
#include "core.hpp"
#include "fault_record.hpp"
#include "loss.hpp"
#include "mapping_access.hpp"
#include "native_path.hpp"
#include "options.hpp"
#include "pages.hpp"
#include "part.hpp"

namespace mmapkit {

using detail::backing_access;

namespace {

// Stores to pages that a guard replaced are lost too.
template <class Act>
failure keeping_loss(operation what, const mapping& memory, std::error_code& lost, Act act) noexcept {
  if (has_faulted(mapping_access::faults(memory)) && memory)
    return lost_before(what, backend::refusal(std::errc::io_error),
                       "pages of the mapping faulted and are the file's no more; map the file anew");
  return keeping_loss(what, lost, act);
}

// Where a byte of the mapping lies in its file.
std::uint64_t file_offset(const backing_access::parts& of, const void* addr) noexcept {
  return of.start + static_cast<std::uint64_t>(static_cast<const std::byte*>(addr) - static_cast<std::byte*>(of.base));
}

failure sync_part(const mapped& memory, std::size_t offset, std::size_t length, msync_flag flags) noexcept {
  return on_part(operation::msync, memory, offset, length,
                 [&](part of) { return core::sync(of.addr, memory.fd, of.length, flags); });
}

failure sync_part(const mapped& memory, std::size_t offset, std::size_t length, durability level) noexcept {
  return on_part(operation::msync, memory, offset, length, [&](part of) {
    failure why;
    if (of.length == 0) return why;
    const auto backing = backing_access::take_apart(memory);
    const auto pages = from_page(of.addr, of.length);
    backend::make_durable(pages.base, pages.length, level, backing.file, file_offset(backing, pages.base), why.code);
    why.failed(operation::msync);
    return why;
  });
}

}  // namespace

void mapping::sync(msync_flag flags) { sync(0, memory_.size, flags); }
void mapping::sync(msync_flag flags, std::error_code& error) noexcept { sync(0, memory_.size, flags, error); }

void mapping::sync(std::size_t offset, std::size_t length, msync_flag flags) {
  if (const auto why =
          keeping_loss(operation::msync, *this, lost_, [&] { return sync_part(memory_, offset, length, flags); }))
    raise(why, core::describe(data(), length, offset));
}

void mapping::sync(std::size_t offset, std::size_t length, msync_flag flags, std::error_code& error) noexcept {
  core::report(keeping_loss(operation::msync, *this, lost_, [&] { return sync_part(memory_, offset, length, flags); }),
               error);
}

void mapping::sync(durability level) { sync(0, memory_.size, level); }
void mapping::sync(durability level, std::error_code& error) noexcept { sync(0, memory_.size, level, error); }

void mapping::sync(std::size_t offset, std::size_t length, durability level) {
  if (const auto why =
          keeping_loss(operation::msync, *this, lost_, [&] { return sync_part(memory_, offset, length, level); }))
    raise(why, core::describe(data(), length, offset));
}

void mapping::sync(std::size_t offset, std::size_t length, durability level, std::error_code& error) noexcept {
  core::report(keeping_loss(operation::msync, *this, lost_, [&] { return sync_part(memory_, offset, length, level); }),
               error);
}

namespace {

constexpr auto writing = operation::write_through;

failure check_requests(const mapped& memory, protection_flag protection,
                       std::span<const write_request> requests) noexcept {
  const auto backing = backing_access::take_apart(memory);
  if (memory.addr != nullptr && !is_shared(backing.flags))
    return refuse(writing, std::errc::invalid_argument, "stores to a private mapping do not reach a file");
  for (const auto& [offset, bytes] : requests)
    if (const auto why = on_part(writing, memory, offset, bytes.size(), [](part) { return failure{}; })) return why;
  if (!has(protection, protection_flag::write) && memory.size != 0)
    return refuse(writing, std::errc::permission_denied, "the memory is not writable");
  if (backing.file == no_handle && !has(backing.flags, mmap_flag::anonymous) && memory.size != 0)
    return refuse(writing, std::errc::bad_file_descriptor, "the file is needed, and closed");
  return {};
}

// Many wait together: all are written, and then the data of the file is synced once.
bool write_all(const mapped& memory, std::span<const write_request> requests, failure& why) noexcept {
  const auto backing = backing_access::take_apart(memory);
  const bool alone = requests.size() == 1;
  for (const auto& [offset, bytes] : requests) {
    const auto* const addr = static_cast<const std::byte*>(memory.addr) + offset;
    if (!backend::write_file(backing.file, file_offset(backing, addr), bytes, alone, why.code)) return false;
    if (why.failed(writing)) return true;
  }
  if (!alone) backend::sync_file(backing.file, durability::data, why.code);
  why.failed(writing);
  return true;
}

// From the first byte of them to the last, which may be more than was stored; through the drive's cache, where `data`
// may end there.
failure store_all(const mapped& memory, std::span<const write_request> requests) noexcept {
  std::size_t first = memory.size;
  std::size_t last = 0;
  for (const auto& [offset, bytes] : requests) {
    std::memcpy(static_cast<std::byte*>(memory.addr) + offset, bytes.data(), bytes.size());
    first = std::min(first, offset);
    last = std::max(last, offset + bytes.size());
  }
  return sync_part(memory, first, last - first, durability::all);
}

failure write_requests(const mapped& memory, protection_flag protection,
                       std::span<const write_request> requests) noexcept {
  auto why = check_requests(memory, protection, requests);
  const bool nothing = std::ranges::all_of(requests, [](const auto& request) { return request.bytes.empty(); });
  if (why || nothing) return why;
  const bool is_file = backing_access::file(memory.fd) != no_handle;
  return is_file && write_all(memory, requests, why) ? why : store_all(memory, requests);
}

std::string describe(std::span<const write_request> requests) {
  if (requests.size() == 1) return core::describe_range(requests[0].bytes.size(), requests[0].offset);
  return std::to_string(requests.size()) + " pieces";
}

}  // namespace

void mapping::write_through(std::size_t offset, std::span<const std::byte> bytes) {
  const write_request request{offset, bytes};
  write_through({&request, 1});
}

void mapping::write_through(std::size_t offset, std::span<const std::byte> bytes, std::error_code& error) noexcept {
  const write_request request{offset, bytes};
  write_through({&request, 1}, error);
}

void mapping::write_through(std::span<const write_request> requests) {
  if (const auto why =
          keeping_loss(writing, *this, lost_, [&] { return write_requests(memory_, protection(), requests); }))
    raise(why, describe(requests));
}

void mapping::write_through(std::span<const write_request> requests, std::error_code& error) noexcept {
  core::report(keeping_loss(writing, *this, lost_, [&] { return write_requests(memory_, protection(), requests); }),
               error);
}

namespace {

void sync_folder_of(const std::filesystem::path& file, std::error_code& error) {
  const auto folder = file.parent_path();
  backend::sync_folder((folder.empty() ? std::filesystem::path{"."} : folder).c_str(), error);
}

}  // namespace

failure core::sync_entry(path_view path) noexcept {
  constexpr auto what = operation::sync_entry;
  failure why;
  if (const native_path name{path, why}; why) return why;
  try {
    const auto file = native_path::whole(path);
    sync_folder_of(file, why.code);
    // A link stands in one folder, and what it leads to in another.
    std::error_code unseen;
    if (!why.code && std::filesystem::is_symlink(std::filesystem::symlink_status(file, unseen))) {
      const auto target = std::filesystem::canonical(file, why.code);
      if (!why.code) sync_folder_of(target, why.code);
      if (why.code == std::errc::no_such_file_or_directory) why.code.clear();
    }
  } catch (const std::bad_alloc&) {
    return refuse(what, std::errc::not_enough_memory, "there is no memory for the folder's name");
  }
  why.failed(what);
  return why;
}

void sync_entry(path_view file) {
  if (const auto why = core::sync_entry(file)) raise(why, core::describe(file, {}, why.operation));
}

void sync_entry(path_view file, std::error_code& error) noexcept { core::report(core::sync_entry(file), error); }

}  // namespace mmapkit
