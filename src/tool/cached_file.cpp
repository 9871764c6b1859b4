#include "cached_file.hpp"

#include <algorithm>
#include <mmapkit/mapping.hpp>
#include <numeric>
#include <stdexcept>

#include "../formatted.hpp"
#include "text.hpp"
#include "windows.hpp"

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

struct cached_count {
  answer how = answer::counted;
  std::uint64_t resident = 0;
};

cached_count ask_cachestat(const cached_file& file, std::uint64_t offset, std::uint64_t pages) {
  std::error_code failed;
  const auto cached = cachestat(file.handle(), offset, pages * page_size(), failed).cached;
  if (!failed) return {answer::counted, std::min(pages, cached)};
  if (failed == std::errc::operation_not_permitted) return {answer::hidden};
  if (failed == std::errc::function_not_supported || failed == std::errc::operation_not_supported)
    return {answer::absent};
  file.fail("count the cached pages of", failed);
}

// Of a small file the whole is asked for first: mostly all of it is in memory or nothing, and then its parts need no
// question. Of a large one that would take as long again as its parts do.
answer survey_by_cachestat(const cached_file& file, const page_extent& extent, std::vector<part>& parts,
                           const cached_file::watcher& watch) {
  constexpr std::uint64_t few_pages = 16384;
  if (parts.size() > 1 && extent.pages <= few_pages) {
    const auto [how, resident] = ask_cachestat(file, extent.offset, extent.pages);
    if (how != answer::counted) return how;
    if (resident == 0 || resident == extent.pages) {
      for (auto& one : parts) one.resident = resident == 0 ? 0 : one.pages;
      return how;
    }
  }
  auto offset = extent.offset;
  for (auto& one : parts) {
    const auto [how, resident] = ask_cachestat(file, offset, one.pages);
    if (how != answer::counted) return how;
    one.resident = resident;
    offset += one.pages * page_size();
    watch(parts);
  }
  return answer::counted;
}

// Through windows that fit the address space.
answer survey_by_mincore(const cached_file& file, const page_extent& extent, std::vector<part>& parts,
                         const cached_file::watcher& watch) {
  const auto end = extent.offset + extent.length;
  std::error_code failed;
  mapping window;
  auto at = extent.offset;
  auto window_begin = at;
  auto window_end = at;
  for (auto& one : parts) {
    const auto part_end = std::min(end, at + one.pages * page_size());
    one.resident = 0;
    while (at != part_end) {
      if (at == window_end) {
        const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(default_window, end - at));
        window = mapping{file.handle(), {.size = length, .offset = at}, failed};
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
      at = next;
      watch(parts);
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

cached_file::cached_file(const std::filesystem::path& path) : path_{path}, handle_{open_file(path)} {}

cached_file::~cached_file() {
  std::error_code unseen;
  close_file(handle_, unseen);
}

std::optional<std::uint64_t> cached_file::count_resident(const page_extent& extent) const {
  return tool::count_resident(survey(extent, 1, [](const auto&) {}));
}

std::vector<part> cached_file::survey(const page_extent& extent, std::uint64_t count, const watcher& watch) const {
  auto parts = divide(extent, count);
  auto how = survey_by_cachestat(*this, extent, parts, watch);
  if (how == answer::absent && mincore_sees_the_cache()) how = survey_by_mincore(*this, extent, parts, watch);
  if (how != answer::counted) {
    for (auto& one : parts) one.resident.reset();
  }
  return parts;
}

void cached_file::fail(std::string_view verb, const std::error_code& reason) const {
  throw std::runtime_error{formatted("cannot {} '{}': {}", verb, name_of(path_), reason.message())};
}

std::string_view why_hidden() {
  return mincore_sees_the_cache() ? "the system tells only who may write the file" : "this system does not tell";
}

}  // namespace mmapkit::tool
