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
  [[nodiscard]] std::uint64_t end() const noexcept { return now.start + lead + size; }
};

bool find_extent(change& wanted, failure& why) noexcept {
  auto& now = wanted.now;
  if (now.base != nullptr) {
    wanted.lead = static_cast<std::size_t>(static_cast<std::byte*>(now.addr) - static_cast<std::byte*>(now.base));
  } else {  // an empty mapping has nothing but its offset
    wanted.lead = static_cast<std::size_t>(now.start) & (backend::granularity() - 1);
    now.start -= wanted.lead;
  }
  const auto unit = has(now.flags, mmap_flag::huge_table) ? backend::huge_page_size() : 1;
  const auto room = std::numeric_limits<std::size_t>::max() - wanted.lead;
  constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (wanted.size > room - unit || wanted.size > largest - now.start - wanted.lead)
    return refuse(why, growing, std::errc::value_too_large, "{m} bytes do not fit the address space", wanted.size);
  wanted.length = (wanted.lead + wanted.size + unit - 1) / unit * unit;
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

// The pages of `from` that are not the same in `to`: those that were stored to since the file was mapped.
void copy_changed_pages(std::byte* to, const std::byte* from, std::size_t length) noexcept {
  const auto unit = backend::page_size();
  for (std::size_t done = 0; done < length; done += unit) {
    const auto size = std::min(unit, length - done);
    if (std::memcmp(to + done, from + done, size) != 0) std::memcpy(to + done, from + done, size);
  }
}

// A second mapping in place of the first, for systems that cannot move one.
void* map_again(const change& wanted, failure& why) noexcept {
  const auto& now = wanted.now;
  constexpr auto copied = protection_flag::read | protection_flag::write;
  const bool copies = now.base != nullptr && !is_shared(now.flags);
  if (copies && !has(wanted.protection, protection_flag::read)) {
    refuse(why, growing, std::errc::permission_denied, "the memory has to be copied, and cannot be read");
    return nullptr;
  }
  const backend::map_request request{.length = wanted.length,
                                     .protection = copies ? wanted.protection | copied : wanted.protection,
                                     .flags = now.flags & ~(mmap_flag::fixed | mmap_flag::no_replace),
                                     .file = now.file,
                                     .offset = now.start};
  void* const base = backend::map(request, why.code);
  if (why.failed(growing)) return nullptr;
  if (copies) {
    copy_changed_pages(static_cast<std::byte*>(base) + wanted.lead, static_cast<const std::byte*>(now.addr), now.size);
    if (request.protection != wanted.protection) backend::protect(base, wanted.length, wanted.protection, why.code);
  }
  if (!why.code && now.base != nullptr) backend::unmap(now.base, now.length, why.code);
  if (!why.failed(growing)) return base;
  std::error_code unseen;
  backend::unmap(base, wanted.length, unseen);
  return nullptr;
}

void* lengthen(const change& wanted, failure& why) noexcept {
  const bool moves = wanted.now.base != nullptr && has(row_of(growing)->where, backend::system());
  if (!moves) return map_again(wanted, why);
  void* const base =
      backend::mremap(wanted.now.base, wanted.now.length, wanted.length, mremap_flag::may_move, nullptr, why.code);
  why.failed(growing);
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
  std::uint64_t before = wanted.end();
  if (grows && !wanted.anonymous() && !provide_file(wanted, before, why)) return memory;
  void* base = now.base;
  if (whole_pages(wanted.length) > whole_pages(now.length)) {
    base = lengthen(wanted, why);
  } else if (whole_pages(wanted.length) < whole_pages(now.length)) {
    why = shorten(wanted);
  }
  if (why) {
    if (before < wanted.end()) backend::undo_growth(now.file, before, wanted.end());
    return memory;
  }
  now.base = base;
  now.length = wanted.length;
  now.addr = static_cast<std::byte*>(base) + wanted.lead;
  now.size = size;
  return detail::backing_access::make(now);
}

}  // namespace mmapkit
