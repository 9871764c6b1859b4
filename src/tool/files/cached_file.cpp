#include "cached_file.hpp"

#include <algorithm>
#include <mmapkit/calls/page_size.hpp>
#include <numeric>
#include <stdexcept>

#include "file_windows.hpp"
#include "text/formatted.hpp"
#include "text/text.hpp"

namespace mmapkit::tool {

namespace {

using part = cached_file::part;

// FreeBSD, OpenBSD and Windows speak of the pages that this very process has used; those of the file they keep to
// themselves.
bool mincore_sees_the_cache() {
  return has(mark::linux_ | mark::apple | mark::dragonfly | mark::netbsd, this_system());
}

std::vector<part> divide(const page_extent& extent, std::uint64_t count) {
  count = std::min(std::max<std::uint64_t>(count, 1), extent.pages);
  std::vector<part> parts(static_cast<std::size_t>(count));
  for (std::uint64_t i = 0; i != count; ++i) {
    const auto begin = extent.pages / count * i + std::min(i, extent.pages % count);
    const auto end = extent.pages / count * (i + 1) + std::min(i + 1, extent.pages % count);
    parts[static_cast<std::size_t>(i)].pages = end - begin;
  }
  return parts;
}

enum class answer : std::uint8_t { counted, hidden, absent };

answer ask_cachestat(const cached_file& file, std::uint64_t offset, std::uint64_t pages, cache_state& found) {
  std::error_code failed;
  found = cachestat(file.handle(), offset, pages * page_size(), failed);
  if (!failed) return answer::counted;
  if (failed == std::errc::operation_not_permitted) return answer::hidden;
  // By an older kernel, or of this file: its pages are huge, or those of a file of another file system.
  if (failed == std::errc::function_not_supported || failed == std::errc::operation_not_supported)
    return answer::absent;
  file.fail("count the cached pages of", failed);
}

// Of a small file the whole is asked for first: mostly all of it is in memory or nothing, and then its parts need no
// question. Of a large one that would take as long again as its parts do.
answer survey_by_cachestat(const cached_file& file, cached_file::surveyed& found, const cached_file::watcher& watch) {
  constexpr std::uint64_t few_pages = 16384;
  const auto& extent = file.extent();
  auto& changes = found.changes.emplace();
  cache_state state;
  if (found.parts.size() > 1 && extent.pages <= few_pages) {
    const auto how = ask_cachestat(file, extent.offset, extent.pages, state);
    if (how != answer::counted) return how;
    if (state.cached == 0 || state.cached == extent.pages) {
      for (auto& one : found.parts) one.resident = state.cached == 0 ? 0 : one.pages;
      changes = {state.dirty, state.writeback};
      watch(extent.length);
      return how;
    }
  }
  auto offset = extent.offset;
  for (auto& one : found.parts) {
    const auto how = ask_cachestat(file, offset, one.pages, state);
    if (how != answer::counted) return how;
    one.resident = std::min(one.pages, state.cached);
    changes.dirty += state.dirty;
    changes.writeback += state.writeback;
    offset += one.pages * page_size();
    watch(one.pages * page_size());
  }
  return answer::counted;
}

// Through windows that fit the address space.
answer survey_by_mincore(const cached_file& file, std::vector<part>& parts, const cached_file::watcher& watch) {
  const auto end = file.extent().offset + file.extent().length;
  // Huge pages would be taken from their pool already by being mapped.
  static const auto untaken =
      mmap_flag::private_ | (supported(mmap_flag::no_reserve) ? mmap_flag::no_reserve : mmap_flag{});
  std::error_code failed;
  mapping window;
  auto at = file.extent().offset;
  auto window_begin = at;
  auto window_end = at;
  for (auto& one : parts) {
    const auto part_end = std::min(end, at + one.pages * page_size());
    one.resident = 0;
    while (at != part_end) {
      if (at == window_end) {
        const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(default_window, end - at));
        window = mapping{file.handle(), {.mmap = untaken, .size = length, .offset = at}, failed};
        if (failed) file.fail("map", failed);
        window_begin = at;
        window_end = at + length;
      }
      const auto next = std::min(part_end, window_end);
      const auto found =
          window.residency(static_cast<std::size_t>(at - window_begin), static_cast<std::size_t>(next - at), failed);
      if (failed) file.fail("find the resident pages of", failed);
      if (!found.known) return answer::hidden;
      *one.resident += found.resident;
      watch(next - at);
      at = next;
    }
  }
  return answer::counted;
}

}  // namespace

std::optional<std::uint64_t> count_resident(const std::vector<cached_file::part>& parts) {
  std::uint64_t all = 0;
  for (const auto& one : parts) {
    if (!one.resident) return std::nullopt;
    all += *one.resident;
  }
  return all;
}

std::string cut_short(const std::filesystem::path& path, std::uint64_t end) {
  std::error_code unknown;
  const std::uint64_t size = std::filesystem::file_size(path, unknown);
  return unknown || size >= end ? std::string{} : formatted("it was cut short to {}", plural(size, "byte"));
}

std::optional<std::uint64_t> cached_file::count_resident() const {
  return tool::count_resident(survey(1, [](std::uint64_t) {}).parts);
}

cached_file::surveyed cached_file::survey(std::uint64_t count, const watcher& watch) const {
  surveyed found{divide(extent_, count), {}};
  auto how = survey_by_cachestat(*this, found, watch);
  if (how != answer::counted) found.changes.reset();
  if (how == answer::absent && mincore_sees_the_cache()) how = survey_by_mincore(*this, found.parts, watch);
  if (how != answer::counted) {
    for (auto& one : found.parts) one.resident.reset();
  }
  return found;
}

void cached_file::for_each_piece(std::uint64_t most, mmap_flag how, const std::function<void(mapping&)>& body) const {
  const auto end = extent_.offset + extent_.length;
  for (auto at = extent_.offset; at < end; at += most) {
    std::error_code failed;
    mapping piece{
        opened_, {.mmap = how, .size = static_cast<std::size_t>(std::min(most, end - at)), .offset = at}, failed};
    if (failed) fail("map", failed);
    body(piece);
  }
}

void cached_file::fail(std::string_view verb, const std::error_code& reason) const {
  auto words = cut_short(path_, extent_.offset + extent_.length);
  // EFAULT stands for every page that could not be had.
  if (words.empty())
    words = reason == std::errc::bad_address ? "its disk failed, or it was cut short for a time" : reason.message();
  throw std::runtime_error{formatted("cannot {} '{}': {}", verb, name_of(path_), words)};
}

std::string_view why_hidden() {
  return mincore_sees_the_cache() ? "the system tells only who may write the file, and not of huge pages"
                                  : "this system does not tell";
}

}  // namespace mmapkit::tool
