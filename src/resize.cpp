// A mapping with another size: the old one lives until the new one does.
#include <algorithm>
#include <cstring>
#include <limits>

#include "backing.hpp"
#include "bits.hpp"
#include "core.hpp"
#include "offered.hpp"
#include "pages.hpp"

namespace mmapkit {

namespace {

constexpr auto growing = operation::mremap;

// The mapping as it is, and as it shall be.
struct change {
  detail::backing_access::parts now;
  std::size_t size = 0;
  protection_flag protection = protection_flag::none;
  std::size_t lead = 0;    // bytes of the first page, or granule, in front of the data
  std::size_t length = 0;  // of the system's mapping

  [[nodiscard]] bool anonymous() const noexcept { return has(now.flags, mmap_flag::anonymous); }
  // Of the file.
  [[nodiscard]] std::uint64_t end() const noexcept { return round_up(now.start + lead + size, now.unit); }
};

bool find_extent(change& wanted, failure& why) noexcept {
  auto& now = wanted.now;
  if (now.base != nullptr) {
    wanted.lead = static_cast<std::size_t>(static_cast<std::byte*>(now.addr) - static_cast<std::byte*>(now.base));
  } else {  // an empty mapping has nothing but its offset
    wanted.lead = static_cast<std::size_t>(now.start) & (std::max(backend::granularity(), now.unit) - 1);
    now.start -= wanted.lead;
  }
  const auto room = std::numeric_limits<std::size_t>::max() - wanted.lead;
  constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (wanted.size > room - std::max(now.unit, backend::page_size()) ||
      wanted.size > largest - now.unit - now.start - wanted.lead)
    return refuse(why, growing, std::errc::value_too_large, "{m} bytes do not fit the address space", wanted.size);
  wanted.length = round_up(wanted.lead + wanted.size, now.unit);
  return true;
}

// Lengthens the file where it has to be; `before` is its size if that was done, and else what it will be.
bool provide_file(const change& wanted, std::uint64_t& before, failure& why) noexcept {
  if (wanted.now.file == no_handle)
    return refuse(why, growing, std::errc::bad_file_descriptor,
                  "its file is closed: mmap_options::keep_file keeps it open");
  const auto info = backend::examine(wanted.now.file, why.code);
  if (why.failed(operation::stat)) return false;
  before = std::max(info.size, wanted.end());
  if (!info.regular || info.size >= wanted.end()) return true;
  if (!is_shared(wanted.now.flags) || !has(wanted.protection, protection_flag::write))
    return refuse(why, growing, std::errc::invalid_argument,
                  "the file has {m} bytes and the range ends at {n}; only a shared, writable mapping grows it",
                  info.size, wanted.end());
  backend::grow(wanted.now.file, info.size, wanted.end(), wanted.now.growth, why.code);
  if (why.failed(operation::fallocate)) return false;
  before = info.size;
  return true;
}

// Calls visit(first, last, protection) for each stretch of the mapping's memory that the system protects alike, while
// it returns true. A system that lists no regions is taken at the mapping's word.
template <class Visit>
void all_protections(const change& wanted, std::byte* first, std::byte* last, std::error_code& error, Visit visit) {
  if (!has(row_of(call::regions)->where, backend::system())) {
    visit(first, last, wanted.protection);
    return;
  }
  struct {
    std::byte* first;
    std::byte* last;
    Visit& visit;
  } context{first, last, visit};
  const auto show = [](void* data, const backend::region_entry& entry) {
    auto& its = *static_cast<decltype(context)*>(data);
    auto* const from = std::max(its.first, entry.addr);
    auto* const to = std::min(its.last, entry.addr + entry.size);
    return from >= to ? entry.addr < its.last : its.visit(from, to, entry.protection) && to < its.last;
  };
  backend::regions(first, show, &context, error);
}

// A huge page that has not come holds nothing of its own, and must not be asked for: the pool may have none.
bool is_there(const std::byte* addr, std::size_t unit) noexcept {
  failure unseen;
  return unit == 0 || core::count_resident(addr, 1, no_handle, unseen).resident != 0;
}

// What the last page has beyond the mapping is the memory that it grows by, and shall be zeros.
bool clear_rest(const change& wanted, failure& why) noexcept {
  const auto& now = wanted.now;
  auto* const first = static_cast<std::byte*>(now.addr) + now.size;
  auto* const mapped_end = static_cast<std::byte*>(now.base) + whole_pages(now.length) * backend::page_size();
  auto* const last = std::min(mapped_end, static_cast<std::byte*>(now.addr) + wanted.size);
  if (first >= last) return true;
  constexpr auto writable = protection_flag::read | protection_flag::write;
  std::error_code failed;
  all_protections(wanted, first, last, why.code, [&](std::byte* from, std::byte* to, protection_flag protection) {
    const auto pages = from_page(from, static_cast<std::size_t>(to - from));
    const bool opens = !has(protection, writable);
    if (opens) backend::protect(pages.base, pages.length, writable, failed);
    if (failed) return false;
    if (is_there(from, now.unit)) std::memset(from, 0, static_cast<std::size_t>(to - from));
    if (opens) backend::protect(pages.base, pages.length, protection, failed);
    return !failed;
  });
  if (failed) why.code = failed;
  return !why.failed(growing);
}

bool is_readable(const change& wanted, failure& why) noexcept {
  auto* const first = static_cast<std::byte*>(wanted.now.base);
  bool readable = true;
  all_protections(wanted, first, first + wanted.now.length, why.code,
                  [&](std::byte* /*from*/, std::byte* /*to*/, protection_flag protection) {
                    readable = has(protection, protection_flag::read);
                    return readable;
                  });
  if (why.failed(growing)) return false;
  return readable || refuse(why, growing, std::errc::permission_denied,
                            "the memory has to be copied, and not all of it can be read");
}

// The pages of `from` that are not the same in `to`: those that were stored to since the file was mapped.
void copy_changed_pages(std::byte* to, const std::byte* from, std::size_t length, std::size_t unit) noexcept {
  const auto step = std::max(backend::page_size(), unit);
  for (std::size_t done = 0, size = 0; done < length; done += size) {
    size = std::min(step - reinterpret_cast<std::uintptr_t>(from + done) % step, length - done);
    if (!is_there(from + done, unit)) continue;
    if (std::memcmp(to + done, from + done, size) != 0) std::memcpy(to + done, from + done, size);
  }
}

// A second mapping in place of the first, for systems that cannot move one.
void* map_again(const change& wanted, failure& why) noexcept {
  const auto& now = wanted.now;
  constexpr auto copied = protection_flag::read | protection_flag::write;
  const bool copies = now.base != nullptr && !is_shared(now.flags);
  if (copies && !is_readable(wanted, why)) return nullptr;
  const backend::map_request request{.length = wanted.length,
                                     .protection = copies ? wanted.protection | copied : wanted.protection,
                                     .flags = now.flags & ~(mmap_flag::fixed | mmap_flag::no_replace),
                                     .file = now.file,
                                     .offset = now.start};
  void* const base = backend::map(request, why.code);
  if (why.failed(growing)) return nullptr;
  backend::report_hidden_failure(base, wanted.length, now.flags, why.code);
  if (copies && !why.code) {
    copy_changed_pages(static_cast<std::byte*>(base) + wanted.lead, static_cast<const std::byte*>(now.addr), now.size,
                       now.unit);
    if (request.protection != wanted.protection) backend::protect(base, wanted.length, wanted.protection, why.code);
  }
  if (!why.code && now.base != nullptr) backend::unmap(now.base, now.length, why.code);
  if (!why.failed(growing)) return base;
  std::error_code unseen;
  backend::unmap(base, wanted.length, unseen);
  return nullptr;
}

// The kernel does not lengthen mappings of huge pages.
bool moves(const change& wanted) noexcept {
  return wanted.now.base != nullptr && wanted.now.unit == 0 && has(row_of(growing)->where, backend::system());
}

// Before the file grows: with the old mapping alive not every system lets it become short again.
bool find_room(const change& wanted, failure& why) noexcept {
  const bool reserves = has(row_of(allocation_flag::reserve)->where, backend::system());
  void* const room = backend::map({.length = wanted.length,
                                   .flags = mmap_flag::private_ | mmap_flag::anonymous,
                                   .allocation = reserves ? allocation_flag::reserve : allocation_flag::none},
                                  why.code);
  if (why.failed(growing)) return false;
  backend::unmap(room, wanted.length, why.code);
  return !why.failed(growing);
}

void* lengthen(const change& wanted, failure& why) noexcept {
  if (!moves(wanted)) return map_again(wanted, why);
  void* const base =
      backend::mremap(wanted.now.base, wanted.now.length, wanted.length, mremap_flag::may_move, nullptr, why.code);
  // The kernel's word for a mapping that it sees as several.
  if (why.failed(growing) && why.code == std::errc::bad_address)
    why.reason = "parts of it have a protection, locks or advice of their own, or faulted: it cannot grow as one";
  return base;
}

// The pages that are not needed go back, where the system can give back a part.
failure shorten(change& wanted) noexcept {
  failure why;
  const auto& now = wanted.now;
  const auto kept = whole_pages(wanted.length) * backend::page_size();
  backend::unmap(static_cast<std::byte*>(now.base) + kept, now.length - kept, why.code);
  if (why.code == std::errc::operation_not_supported) {
    wanted.length = now.length;
    return {};
  }
  why.failed(operation::munmap);
  return why;
}

}  // namespace

mapped core::resize(const mapped& memory, std::size_t size, protection_flag protection, failure& why) noexcept {
  change wanted{detail::backing_access::take_apart(memory), size, protection};
  auto& now = wanted.now;
  if (memory.addr == nullptr || size == 0) {
    refuse(why, growing, std::errc::invalid_argument,
           memory.addr == nullptr ? "the mapping holds no memory" : "the size is 0; unmap ends a mapping");
    return memory;
  }
  if (!find_extent(wanted, why)) return memory;
  const bool grows = size > now.size;
  if (grows && wanted.anonymous() && is_shared(now.flags)) {
    refuse(why, growing, std::errc::operation_not_supported, "shared anonymous memory cannot grow");
    return memory;
  }
  if (grows && wanted.anonymous() && !clear_rest(wanted, why)) return memory;
  if (grows && !wanted.anonymous() && !moves(wanted) && !find_room(wanted, why)) return memory;
  std::uint64_t before = wanted.end();
  if (grows && !wanted.anonymous() && !provide_file(wanted, before, why)) return memory;
  void* base = now.base;
  if (whole_pages(wanted.length) > whole_pages(now.length)) {
    base = lengthen(wanted, why);
  } else if (whole_pages(wanted.length) < whole_pages(now.length)) {
    why = shorten(wanted);
  }
  if (why) {
    std::error_code unseen;
    if (before < wanted.end()) backend::shorten(now.file, wanted.end(), before, unseen);
    return memory;
  }
  now.base = base;
  now.length = wanted.length;
  now.addr = static_cast<std::byte*>(base) + wanted.lead;
  now.size = size;
  return detail::backing_access::make(now);
}

}  // namespace mmapkit
