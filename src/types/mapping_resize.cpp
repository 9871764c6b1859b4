// A mapping with another size: the old one stays until the new one is complete.
#include "mapping_resize.hpp"

#include <algorithm>
#include <limits>

#include <mmapkit/flags/advice.hpp>
#include <mmapkit/flags/mremap_flag.hpp>
#include <mmapkit/flags/msync_flag.hpp>

#include "backend/files.hpp"
#include "backend/flag_bits.hpp"
#include "backend/map_kind.hpp"
#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "backend/system.hpp"
#include "calls/backing.hpp"
#include "calls/growth.hpp"
#include "calls/same_file.hpp"
#include "checks/availability.hpp"
#include "checks/explain.hpp"
#include "resize_pages.hpp"

namespace mmapkit {

namespace {

bool find_resized_extent(resize_request& wanted, failure& why) noexcept {
  auto& now = wanted.now;
  if (now.base != nullptr) {
    wanted.lead = static_cast<std::size_t>(static_cast<std::byte*>(now.addr) - static_cast<std::byte*>(now.base));
  } else {  // an empty mapping: only its offset is known
    wanted.lead = static_cast<std::size_t>(now.start) & (std::max(backend::granularity(), now.unit) - 1);
    now.start -= wanted.lead;
  }
  const auto room = std::numeric_limits<std::size_t>::max() - wanted.lead;
  if (wanted.size > room - std::max(now.unit, backend::page_size()) ||
      !fits_file(now.start + wanted.lead, std::uint64_t{wanted.size} + now.unit))
    return refuse(why, resizing, std::errc::value_too_large, "{m} bytes do not fit the address space", wanted.size);
  wanted.length = round_up(wanted.lead + wanted.size, now.unit);
  return true;
}

// Linux mremap does not lengthen mappings of huge pages.
bool uses_mremap(const resize_request& wanted) noexcept {
  return wanted.now.base != nullptr && wanted.now.unit == 0 && has(row_of(resizing)->where, backend::system());
}

bool prepare_file(const resize_request& wanted, calls::growth_steps& extension, failure& why) noexcept {
  const bool may_grow = is_shared(wanted.now.flags) && has(wanted.protection, protection_flag::write);
  if (wanted.now.file == no_handle)
    return refuse(why, resizing, std::errc::bad_file_descriptor,
                  may_grow ? "its file is closed: mmap_options::keep_file keeps it open"
                           : "its file is closed: mmap_options::keep_file keeps it open, and read_write() maps it so "
                             "that it can grow");
  const auto info = calls::examine_same(resizing, wanted.now.file, wanted.now.identity, why);
  if (why) return false;
  return extension.plan(resizing, info, wanted.end(), may_grow, wanted.now.growth, why) &&
         extension.prepare(uses_mremap(wanted) ? wanted.length - wanted.now.length : wanted.length, why);
}

void* unmap_again(void* base, std::size_t length) noexcept {
  std::error_code ignored;
  backend::unmap(base, length, ignored);
  return nullptr;
}

// Maps the file a second time and unmaps the first mapping, for systems without mremap.
void* map_copy(const resize_request& wanted, calls::growth_steps& extension, failure& why) noexcept {
  const auto& now = wanted.now;
  const bool copies = now.base != nullptr && !is_shared(now.flags);
  if (copies && !is_readable(wanted, why)) return nullptr;
  const backend::map_request request{.length = wanted.length,
                                     .protection = copies ? wanted.protection | for_stores : wanted.protection,
                                     .flags = now.flags & ~(mmap_flag::fixed | mmap_flag::no_replace),
                                     .file = now.file,
                                     .offset = now.start};
  void* const base = backend::map(request, why.code);
  if (why.attribute_to(resizing)) {
    explain_mapping(why, request);
    return nullptr;
  }
  if (!extension.finish(base, wanted.length, now.start, why)) return unmap_again(base, wanted.length);
  backend::report_hidden_failure(base, wanted.length, now.flags, why.code);
  if (copies && !why.code) {
    copy_changed_pages(static_cast<std::byte*>(base) + wanted.lead, static_cast<const std::byte*>(now.addr), now.size,
                       now.unit);
    if (request.protection != wanted.protection) backend::protect(base, wanted.length, wanted.protection, why.code);
  }
  if (!why.code && now.base != nullptr) backend::unmap(now.base, now.length, why.code);
  return why.attribute_to(resizing) ? unmap_again(base, wanted.length) : base;
}

// The mapping as it was, and at its old addresses, unless another thread has taken them. Returns where it is.
void* move_back(const resize_request& wanted, void* base) noexcept {
  const auto& now = wanted.now;
  constexpr auto to_that_place = mremap_flag::may_move | mremap_flag::fixed;
  std::error_code ignored;
  const bool is_free =
      base != now.base && backend::map({.address = now.base,
                                        .length = now.length,
                                        .flags = mmap_flag::private_ | mmap_flag::anonymous | mmap_flag::no_replace},
                                       ignored) != nullptr;
  auto* const place = is_free ? now.base : nullptr;
  void* const moved =
      backend::mremap(base, wanted.length, now.length, is_free ? to_that_place : mremap_flag{}, place, ignored);
  return moved == nullptr ? base : moved;
}

// mremap brings in the new pages of locked memory only up to the end of the file; those behind it are brought in here.
// Whether memory is locked is asked by msync, which then fails with EBUSY (POSIX). Without an advice to populate they
// are locked once more.
void get_locked_pages(const resize_request& wanted, void* base) noexcept {
  const auto& now = wanted.now;
  std::error_code locked;
  std::error_code ignored;
  backend::sync(base, backend::page_size(), msync_flag::invalidate, now.file, locked);
  if (locked != std::errc::device_or_resource_busy) return;
  const auto how = is_available(advice::populate_read) ? mmap_flag::populate : mmap_flag::locked;
  backend::report_hidden_failure(base, wanted.length, how, ignored);
}

void* lengthen(const resize_request& wanted, calls::growth_steps& extension, failure& why) noexcept {
  if (!uses_mremap(wanted)) return map_copy(wanted, extension, why);
  void* const base =
      backend::mremap(wanted.now.base, wanted.now.length, wanted.length, mremap_flag::may_move, nullptr, why.code);
  if (why.attribute_to(resizing)) {
    explain_longer_mapping(why, wanted.length - wanted.now.length);
    explain_sealed_memory(why);
    // EFAULT: the kernel keeps this range as several mappings.
    if (why.code == std::errc::bad_address)
      why.reason = "parts of it have a protection, locks or advice of their own, or faulted: it cannot grow as one";
    return nullptr;
  }
  if (!extension.finish(base, wanted.length, wanted.now.start, why)) return move_back(wanted, base);
  if (extension.is_planned()) get_locked_pages(wanted, base);
  return base;
}

// Unmaps the pages at the end, where the system can unmap a part of a mapping.
failure shorten(resize_request& wanted) noexcept {
  failure why;
  const auto& now = wanted.now;
  const auto kept = whole_pages(wanted.length) * backend::page_size();
  backend::unmap(static_cast<std::byte*>(now.base) + kept, now.length - kept, why.code);
  if (why.code == std::errc::operation_not_supported) {
    wanted.length = now.length;
    return {};
  }
  why.attribute_to(operation::munmap);
  return why;
}

// Makes the mapping longer or shorter; returns its address, and sets its length in `wanted`.
void* change_length(resize_request& wanted, calls::growth_steps& extension, failure& why) noexcept {
  const auto pages = whole_pages(wanted.length);
  const auto pages_now = whole_pages(wanted.now.length);
  if (pages > pages_now) return lengthen(wanted, extension, why);
  if (pages < pages_now)
    why = shorten(wanted);
  else
    extension.finish(wanted.now.base, wanted.length, wanted.now.start, why);
  return wanted.now.base;
}

bool check_resize(const resize_request& wanted, const mapped& memory, failure& why) noexcept {
  if (memory.addr == nullptr) return refuse(why, resizing, std::errc::invalid_argument, "the mapping holds no memory");
  return wanted.size != 0 || refuse(why, resizing, std::errc::invalid_argument, "the size is 0; unmap ends a mapping");
}

// Before the mapping grows: zeros the rest of anonymous memory, or gets blocks for the file.
bool prepare_growth(const resize_request& wanted, calls::growth_steps& extension, failure& why) noexcept {
  if (!wanted.anonymous()) return prepare_file(wanted, extension, why);
  if (is_shared(wanted.now.flags))
    return refuse(why, resizing, std::errc::operation_not_supported, "shared anonymous memory cannot grow");
  return zero_last_page(wanted, why);
}

}  // namespace

mapped resize_memory(const mapped& memory, std::size_t size, protection_flag protection, failure& why) noexcept {
  resize_request wanted{detail::backing_access::parts_of(memory), size, protection};
  auto& now = wanted.now;
  if (!check_resize(wanted, memory, why) || !find_resized_extent(wanted, why)) return memory;
  calls::growth_steps extension{now.file};
  if (size > now.size && !prepare_growth(wanted, extension, why)) {
    explain_growth(why, now.file);
    return memory;
  }
  void* const base = change_length(wanted, extension, why);
  if (why.operation == operation::fallocate) explain_growth(why, now.file);
  if (why && (base == nullptr || base == now.base)) return memory;
  now.base = base;
  now.addr = static_cast<std::byte*>(base) + wanted.lead;
  now.length = why ? now.length : wanted.length;
  now.size = why ? now.size : size;
  return detail::backing_access::make(now);
}

}  // namespace mmapkit
