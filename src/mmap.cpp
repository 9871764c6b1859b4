#include <algorithm>
#include <limits>
#include <utility>

#include <mmapkit/mmap.hpp>

#include "backend.hpp"
#include "backing.hpp"
#include "core.hpp"
#include "native_path.hpp"
#include "options.hpp"
#include "pages.hpp"

namespace mmapkit {

std::size_t page_size() noexcept { return backend::page_size(); }

std::size_t allocation_granularity() noexcept { return backend::granularity(); }

namespace {

// Calls visit(size) for each, ascending.
template <class Visit>
void all_huge_page_sizes(Visit visit) {
  bool listed = false;
  for (const auto& row : rows<memfd_flag>) {
    const auto log2 = huge_page_log2(row.flag);
    if (log2 == 0 || log2 >= std::numeric_limits<std::size_t>::digits || !supported(row.flag)) continue;
    listed = true;
    visit(std::size_t{1} << log2);
  }
  if (!listed && backend::huge_page_size() != 0) visit(backend::huge_page_size());
}

}  // namespace

std::vector<std::size_t> huge_page_sizes() {
  std::vector<std::size_t> sizes;
  all_huge_page_sizes([&](std::size_t size) { sizes.push_back(size); });
  return sizes;
}

bool core::has_huge_pages_of(std::size_t bytes) noexcept {
  bool found = false;
  all_huge_page_sizes([&](std::size_t size) { found |= size == bytes; });
  return found;
}

namespace {

// What an empty mapping points at: an address that is nobody else's, aligned for any view.
alignas(4096) std::byte nothing[1];

// Where the system's mapping starts, and how much of its front was not asked for.
struct extent {
  std::uint64_t start = 0;
  std::size_t lead = 0;
  std::size_t length = 0;
};

bool find_extent(const mmap_options& options, std::size_t size, std::size_t unit, extent& place,
                 failure& why) noexcept {
  const auto granularity = std::max(backend::granularity(), unit);
  place.lead = static_cast<std::size_t>(options.offset) & (granularity - 1);
  place.start = options.offset - place.lead;
  if (size > std::numeric_limits<std::size_t>::max() - place.lead - unit)
    return refuse(why, operation::mmap, std::errc::value_too_large, "{m} bytes at {n} do not fit the address space",
                  size, options.offset);
  // The kernel maps whole huge pages and wants the same length back.
  place.length = round_up(place.lead + size, unit);
  return true;
}

// The address of the byte at `offset`, taken back to where the system's mapping starts.
void* base_address(const mmap_options& options, std::size_t lead) noexcept {
  if (options.address == nullptr) return nullptr;
  return reinterpret_cast<void*>(reinterpret_cast<std::uintptr_t>(options.address) - lead);
}

inline mapped map_extent(native_handle file, bool owned, const mmap_options& options, std::size_t size,
                         std::size_t unit, failure& why) noexcept {
  extent place;
  backend::map_request request{.protection = normalized(options.protection),
                               .flags = options.mmap,
                               .file = file,
                               .alignment = options.alignment,
                               .numa_node = options.numa_node,
                               .section = options.section,
                               .allocation = options.allocation};
  if (!find_extent(options, size, unit, place, why)) return {};
  request.address = base_address(options, place.lead);
  request.length = place.length;
  request.offset = place.start;
  void* const base = backend::map(request, why.code);
  if (why.failed(operation::mmap)) return {};
  if (has(options.mmap, mmap_flag::locked) || has(options.mmap, mmap_flag::populate)) {
    backend::report_hidden_failure(base, place.length, options.mmap, why.code);
    if (why.failed(operation::mmap)) {
      std::error_code unseen;
      backend::unmap(base, place.length, unseen);
      return {};
    }
  }
  return detail::backing_access::make({.file = file,
                                       .owned = owned,
                                       .base = base,
                                       .length = place.length,
                                       .addr = static_cast<std::byte*>(base) + place.lead,
                                       .size = size,
                                       .flags = options.mmap,
                                       .growth = options.growth,
                                       .start = place.start,
                                       .unit = unit});
}

// How many bytes to map, and how long the file must become for that.
struct demand {
  std::size_t size = 0;
  std::uint64_t file_size = 0;
};

bool find_rest(const backend::file_info& info, const mmap_options& options, demand& wanted, failure& why) noexcept {
  if (!info.regular)
    return refuse(why, operation::mmap, std::errc::invalid_argument,
                  "not a regular file: its size is not known, give one");
  if (options.offset > info.size)
    return refuse(why, operation::mmap, std::errc::invalid_argument,
                  "the file has {m} bytes, offset {n} is beyond its end", info.size, options.offset);
  const auto rest = info.size - options.offset;
  if (rest > std::numeric_limits<std::size_t>::max())
    return refuse(why, operation::mmap, std::errc::value_too_large,
                  "the {m} bytes from offset {n} do not fit the address space; give a size", rest, options.offset);
  wanted.size = static_cast<std::size_t>(rest);
  return true;
}

bool find_demand(const backend::file_info& info, const mmap_options& options, demand& wanted, failure& why) noexcept {
  wanted.file_size = info.size;
  if (!options.size) return find_rest(info, options, wanted, why);
  wanted.size = *options.size;
  const auto end = options.offset + wanted.size;
  if (!info.regular || end <= info.size) return true;
  if (writes_through(options)) {
    wanted.file_size = round_up(end, info.unit);
    return true;
  }
  return refuse(why, operation::mmap, std::errc::invalid_argument,
                "the file has {m} bytes and the range ends at {n}; only a shared, writable mapping grows it", info.size,
                end);
}

mapped map_file(native_handle file, bool owned, const mmap_options& options, failure& why) noexcept {
  const auto info = backend::examine(file, why.code);
  if (why.failed(operation::stat)) return {};
  const bool doubtful = info.regular ? info.size == 0 : !options.size;
  if (doubtful) {
    backend::probe(file, why.code);
    if (why.failed(operation::mmap)) return {};
  }
  demand wanted;
  if (!find_demand(info, options, wanted, why)) return {};
  if (wanted.size == 0) {
    void* const addr = orders_address(options.mmap) ? options.address : nothing;
    return detail::backing_access::make({.file = file,
                                         .owned = owned,
                                         .addr = addr,
                                         .flags = options.mmap,
                                         .growth = options.growth,
                                         .start = options.offset,
                                         .unit = info.unit});
  }
  const bool grows = wanted.file_size > info.size;
  if (grows) {
    backend::grow(file, info.size, wanted.file_size, options.growth, why.code);
    if (why.failed(operation::fallocate)) return {};
  }
  const auto memory = map_extent(file, owned, options, wanted.size, info.unit, why);
  std::error_code unseen;
  if (why && grows) backend::shorten(file, wanted.file_size, info.size, unseen);
  return memory;
}

// The length and blocks first: a name that leads to nothing is worse than none.
void make_durable(path_view path, native_handle file, failure& why) noexcept {
  backend::sync_file(file, durability::all, why.code);
  if (!why.failed(operation::sync_entry)) why = core::sync_entry(path);
}

}  // namespace

mapped core::map(path_view path, const mmap_options& options, failure& why) noexcept {
  const native_path name{path, why};
  if (why || !check(options, source::path, why)) return {};
  const auto file =
      backend::open_file(name.c_str(), normalized(options.open), normalized(options.protection), why.code);
  if (why.failed(operation::open)) return {};
  auto memory = map_file(file, true, options, why);
  if (why) {
    std::error_code unseen;
    backend::close_file(file, unseen);
  } else if (options.durable) {
    make_durable(path, file, why);
    if (why) unmap(std::exchange(memory, {}));
  }
  return memory;
}

mapped core::map(native_handle file, const mmap_options& options, failure& why) noexcept {
  if (!check(options, source::handle, why)) return {};
  return map_file(file, false, options, why);
}

mapped core::map_whole(native_handle file, const backend::file_info& info, failure& why) noexcept {
  demand wanted;
  if (!find_rest(info, {}, wanted, why)) return {};
  return map_extent(file, false, {}, wanted.size, info.unit, why);
}

mapped core::map(const mmap_options& options, failure& why) noexcept {
  if (!check(options, source::memory, why)) return {};
  return map_extent(no_handle, false, options, *options.size, huge_page_unit(options.mmap), why);
}

namespace {

template <class... Source>
mapped map_or_throw(const mmap_options& options, const Source&... source) {
  failure why;
  const auto memory = core::map(source..., options, why);
  if (why) raise(why, core::describe(source..., options, why.operation));
  return memory;
}

template <class... Source>
mapped map_or_report(std::error_code& error, const mmap_options& options, const Source&... source) noexcept {
  failure why;
  const auto memory = core::map(source..., options, why);
  core::report(why, error);
  return memory;
}

}  // namespace

mapped mmap(path_view path, const mmap_options& options) { return map_or_throw(options, path); }

mapped mmap(path_view path, const mmap_options& options, std::error_code& error) noexcept {
  return map_or_report(error, options, path);
}

mapped mmap(native_handle file, const mmap_options& options) { return map_or_throw(options, file); }

mapped mmap(native_handle file, const mmap_options& options, std::error_code& error) noexcept {
  return map_or_report(error, options, file);
}

mapped mmap(const mmap_options& options) { return map_or_throw(options); }

mapped mmap(const mmap_options& options, std::error_code& error) noexcept { return map_or_report(error, options); }

}  // namespace mmapkit
