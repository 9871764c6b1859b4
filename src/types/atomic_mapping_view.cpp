#include "atomic_mapping_view.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <functional>
#include <limits>

#include "backend/files.hpp"
#include "backend/page_math.hpp"
#include "backend/ranges.hpp"
#include "backend/system.hpp"
#include "calls/file_bytes.hpp"

namespace mmapkit::detail::transaction {

namespace {

// Then it can be tried again: to compare all of a file that is longer than the memory may take hours.
bool is_for_now(const std::error_code& error) noexcept {
  return error == std::errc::too_many_files_open || error == std::errc::too_many_files_open_in_system ||
         error == std::errc::not_enough_memory;
}

}  // namespace

backend::map_request private_view::request(std::byte* at, std::size_t length) const noexcept {
  return {.address = at, .length = length, .protection = protection_, .flags = flags_, .file = file_};
}

bool private_view::map(native_handle file, std::uint64_t length, protection_flag protection,
                       std::span<const page_run> kept, failure& why) noexcept {
  file_ = file;
  protection_ = protection;
  flags_ = mmap_flag::private_ | if_supported(mmap_flag::no_reserve);
  if (length > std::numeric_limits<std::size_t>::max() / 2)
    return refuse(why, operation::mmap, std::errc::not_enough_memory, "{m} bytes do not fit the address space", length);
  const auto size = static_cast<std::size_t>(length);
  std::byte* made = nullptr;
  for (int attempts = 0; size != 0 && made == nullptr && attempts != 100; ++attempts) {
    why = {};
    made = static_cast<std::byte*>(backend::reserve_range(size, 0, why.code));
    if (why.attribute_to(operation::mmap)) return false;
    backend::map_view_at(request(made, size), why.code);
    if (!why.attribute_to(operation::mmap)) break;
    std::error_code ignored;
    if (why.code != std::errc::file_exists) backend::release_range(made, size, ignored);
    made = nullptr;
    if (why.code != std::errc::file_exists) return false;  // else another thread has taken the addresses
  }
  if (why) return false;
  for (const auto& run : kept) {
    const auto offset = static_cast<std::size_t>(run.addr - base_);
    if (offset < size) std::memcpy(made + offset, run.addr, std::min(run.size, size - offset));
  }
  release();
  base_ = made;
  length_ = size;
  return true;
}

void private_view::release() noexcept {
  std::error_code ignored;
  if (base_ != nullptr) backend::release_range(base_, length_, ignored);
  base_ = nullptr;
  length_ = 0;
}

std::vector<page_run> private_view::changed(std::uint64_t end_of_content, failure& why) const {
  std::vector<page_run> runs;
  std::array<page_run, 256> found;
  const auto* const end = base_ + length_;
  for (const void* at = base_; at != end && !why.code;) {
    const auto left = static_cast<std::size_t>(end - static_cast<const std::byte*>(at));
    const auto count = backend::copy_on_write_pages(at, left, found, at, why.code);
    runs.insert(runs.end(), found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count));
  }
  if (!why.attribute_to(operation::scan_pages) || is_for_now(why.code)) return runs;
  // The system cannot tell: what differs from the file was stored to.
  why = {};
  runs.clear();
  find_differences(end_of_content, runs, why);
  return runs;
}

// Where the content has become shorter, the file ends before the view, which has no pages behind that.
void private_view::find_differences(std::uint64_t end, std::vector<page_run>& runs, failure& why) const {
  const auto unit = backend::page_size();
  const auto file_length = backend::examine(file_, why.code).size;
  if (why.attribute_to(operation::stat)) return;
  const auto shown = static_cast<std::size_t>(std::min<std::uint64_t>(length_, file_length / unit * unit));
  bool is_whole = shown >= end;
  std::vector<std::byte> in_file(std::max(unit, std::size_t{64} * 1024));
  for (std::size_t at = 0; at < shown && is_whole; at += in_file.size()) {
    const auto length = std::min(in_file.size(), shown - at);
    is_whole = calls::read_bytes(file_, at, std::span{in_file}.first(length), why);
    if (why) return;
    for (std::size_t page = 0; page < length && is_whole; page += unit)
      if (std::memcmp(base_ + at + page, in_file.data() + page, unit) != 0)
        runs.push_back({.addr = base_ + at + page, .size = unit});
  }
  if (!is_whole)
    refuse(why, operation::load, std::errc::io_error, "the file ends before byte {m}: somebody has made it shorter",
           end);
}

std::vector<page_run> private_view::pages_of(std::span<const std::span<const std::byte>> parts, std::uint64_t size,
                                             failure& why) const {
  std::vector<page_run> runs;
  const auto unit = backend::page_size();
  for (const auto& one : parts) {
    if (one.empty()) continue;
    const auto offset = static_cast<std::uint64_t>(one.data() - base_);
    if (std::less<>{}(one.data(), base_) || offset > size || one.size() > size - offset)
      refuse(why, operation::msync, std::errc::invalid_argument, "a part is not within the {m} bytes", size);
    const auto first = static_cast<std::size_t>(offset / unit * unit);
    const auto end = static_cast<std::size_t>(round_up(offset + one.size(), unit));
    runs.push_back({.addr = base_ + first, .size = end - first});
  }
  std::ranges::sort(runs, {}, &page_run::addr);
  std::size_t kept = 0;
  for (const auto& run : runs) {
    auto* const last = kept == 0 ? nullptr : &runs[kept - 1];
    if (last != nullptr && run.addr <= last->addr + last->size)
      last->size = std::max(last->size, static_cast<std::size_t>(run.addr + run.size - last->addr));
    else
      runs[kept++] = run;
  }
  runs.resize(kept);
  return runs;
}

bool private_view::discard(std::span<const page_run> runs, failure& why) noexcept {
  if (runs.empty()) return true;
  backend::discard_copy_on_write_pages(request(base_, length_), runs, why.code);
  return !why.attribute_to(operation::mmap);
}

}  // namespace mmapkit::detail::transaction
