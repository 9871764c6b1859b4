#include "mmap.hpp"

#include <limits>
#include <utility>

#include <mmapkit/calls/mmap.hpp>
#include <mmapkit/flags/durability.hpp>
#include <mmapkit/flags/memfd_flag.hpp>

#include "backend/files.hpp"
#include "backend/flag_bits.hpp"
#include "backend/map_kind.hpp"
#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "backend/pages.hpp"
#include "backend/system.hpp"
#include "backing.hpp"
#include "checks/describe.hpp"
#include "checks/explain.hpp"
#include "checks/options.hpp"
#include "extent.hpp"
#include "failed_syncs.hpp"
#include "growth.hpp"
#include "munmap.hpp"
#include "native_file.hpp"
#include "new_file.hpp"
#include "page_sizes.hpp"
#include "sync_directory_entry.hpp"

namespace mmapkit {

namespace {

// The address of an empty mapping: not null, of no other object, and aligned as a page.
alignas(4096) std::byte empty_memory[1];

// `unit` is the size of huge pages, or 0.
bool has_all_pages(void* base, const backend::map_request& request, std::size_t unit, failure& why) noexcept {
  backend::report_hidden_failure(base, request.length, request.flags, why.code);
  if (!why.attribute_to(operation::mmap)) return true;
  if (unit != 0) calls::explain_missing_huge_pages(unit, why);
  return false;
}

inline void* map_at_once(const backend::map_request& request, std::size_t unit, failure& why) noexcept {
  void* const base = backend::map(request, why.code);
  if (why.attribute_to(operation::mmap)) {
    explain_mapping(why, request);
    return nullptr;
  }
  if (!has(request.flags, mmap_flag::locked) && !has(request.flags, mmap_flag::populate)) return base;
  if (has_all_pages(base, request, unit, why)) return base;
  std::error_code ignored;
  backend::unmap(base, request.length, ignored);
  return nullptr;
}

// Pages behind the end of the file could not be populated, so once the file is long enough it is mapped again in the
// same place. Not with `locked`: for a moment both mappings would count against the limit. There locking the memory
// again brings its pages in.
bool get_all_pages(void* base, backend::map_request request, std::size_t unit, failure& why) noexcept {
  request.address = base;
  request.flags = (request.flags & ~mmap_flag::no_replace) | mmap_flag::fixed;
  if (has(request.flags, mmap_flag::populate) && !has(request.flags, mmap_flag::locked))
    backend::map(request, why.code);
  return !why.attribute_to(operation::mmap) && has_all_pages(base, request, unit, why);
}

void* map_longer_file(const backend::map_request& request, std::size_t unit, calls::growth_steps& extension,
                      failure& why) noexcept {
  const bool replaces = has(request.flags, mmap_flag::fixed);
  if (!extension.prepare(replaces ? 0 : request.length, why)) return nullptr;
  auto unpopulated = request;
  unpopulated.flags &= ~(mmap_flag::populate | mmap_flag::non_block);
  void* const base = backend::map(unpopulated, why.code);
  if (why.attribute_to(operation::mmap)) explain_mapping(why, request);
  if (!why && extension.finish(base, request.length, request.offset, why) && get_all_pages(base, request, unit, why))
    return base;
  std::error_code ignored;
  if (base != nullptr) backend::unmap(base, request.length, ignored);
  return nullptr;
}

// `longer` is null where the file is long enough.
inline mapped map_extent(native_handle file, bool owned, const mmap_options& options, std::size_t size,
                         const backend::file_info& info, calls::growth_steps* longer, failure& why) noexcept {
  calls::extent place;
  const auto since = file == no_handle ? 0 : calls::failed_syncs();
  backend::map_request request{.protection = normalized(options.protection),
                               .flags = options.mmap,
                               .file = file,
                               .alignment = options.alignment,
                               .numa_node = options.numa_node,
                               .section = options.section,
                               .allocation = options.allocation};
  if (!calls::find_extent(options, size, info.unit, place, why)) return {};
  request.address = calls::base_address(options, place.lead);
  request.length = place.length;
  request.offset = place.start;
  void* const base =
      longer == nullptr ? map_at_once(request, info.unit, why) : map_longer_file(request, info.unit, *longer, why);
  if (base == nullptr) return {};
  if (options.advice != posix_advice::normal) calls::advise_mapping(base, place.length, options.advice);
  return detail::backing_access::make({.file = file,
                                       .owned = owned,
                                       .base = base,
                                       .length = place.length,
                                       .addr = static_cast<std::byte*>(base) + place.lead,
                                       .size = size,
                                       .flags = options.mmap,
                                       .growth = options.growth,
                                       .start = place.start,
                                       .unit = info.unit,
                                       .identity = info.identity,
                                       .since = since});
}

mapped map_empty_file(native_handle file, bool owned, const mmap_options& options,
                      const backend::file_info& info) noexcept {
  return detail::backing_access::make({.file = file,
                                       .owned = owned,
                                       .addr = has_fixed_address(options.mmap) ? options.address : empty_memory,
                                       .flags = options.mmap,
                                       .growth = options.growth,
                                       .start = options.offset,
                                       .unit = info.unit,
                                       .identity = info.identity,
                                       .since = calls::failed_syncs()});
}

// `is_new`: the file was made for this mapping, which was judged.
mapped map_file(native_handle file, bool owned, bool is_new, const mmap_options& options, failure& why) noexcept {
  auto info = backend::examine(file, why.code);
  if (why.attribute_to(operation::stat)) return {};
  calls::growth_steps extension{file};
  if (is_new) extension.skip_addresses();
  if (has(options.open, open_flag::truncate) && info.regular) extension.empty_first(info);
  const bool may_be_unmappable = info.has_end ? info.size == 0 : !options.size;
  if (may_be_unmappable) {
    backend::probe(file, why.code);
    if (why.attribute_to(operation::mmap)) {
      explain_kind(why, file, options.mmap);
      return {};
    }
  }
  if (has(options.open, open_flag::truncate) && info.has_end && !info.regular) {
    refuse(why, operation::open, std::errc::invalid_argument, "open_flag::truncate: a disk keeps what it has");
    return {};
  }
  auto size = options.size.value_or(0);
  if (!options.size && !calls::find_rest(info, options, size, why)) return {};
  if (size == 0) return extension.empty(why) ? map_empty_file(file, owned, options, info) : mapped{};
  if (!extension.plan(operation::mmap, info, options.offset + size, is_shared_and_writable(options), options.growth,
                      why))
    return {};
  const auto memory = map_extent(file, owned, options, size, info, extension.is_planned() ? &extension : nullptr, why);
  if (why.operation == operation::fallocate) explain_growth(why, file);
  return memory;
}

// The file before its name: a crash in between must not leave a name without content.
void sync_file_and_name(path_view path, native_handle file, failure& why) noexcept {
  backend::sync_file(file, durability::all, why.code);
  if (!why.attribute_to(operation::sync_directory_entry)) why = calls::sync_directory_entry(path);
}

}  // namespace

mapped calls::mmap(path_view path, const mmap_options& options, failure& why) noexcept {
  if (!check(options, source::path, why)) return {};
  // Emptied later, when nothing else can fail.
  const auto open = options.open & ~open_flag::truncate;
  bool is_new = false;
  const auto file = calls::makes_file(open) ? calls::open_or_make(path, open, options, is_new, why)
                                            : calls::open_file(path, open, options.protection, options.mode, why);
  if (why) return {};
  auto memory = map_file(file, true, is_new, options, why);
  if (why) {
    calls::give_up(path, file, is_new);
  } else if (options.durable) {
    sync_file_and_name(path, file, why);
    if (why) calls::munmap(std::exchange(memory, {}));
  }
  return memory;
}

mapped calls::mmap(native_handle file, const mmap_options& options, failure& why) noexcept {
  if (!check(options, source::handle, why)) return {};
  return map_file(file, false, false, options, why);
}

void calls::advise_mapping(void* base, std::size_t length, posix_advice what) noexcept {
  std::error_code ignored;
  if (backend::available(what)) backend::posix_madvise(base, length, what, ignored);
}

mapped calls::map_whole(native_handle file, const backend::file_info& info, failure& why) noexcept {
  std::size_t size = 0;
  if (!calls::find_rest(info, {}, size, why)) return {};
  return map_extent(file, false, {}, size, info, nullptr, why);
}

mapped calls::mmap(const mmap_options& options, failure& why) noexcept {
  if (!check(options, source::memory, why)) return {};
  return map_extent(no_handle, false, options, *options.size, {.unit = huge_page_unit(options.mmap)}, nullptr, why);
}

namespace {

template <class... Source>
mapped map_or_throw(const mmap_options& options, const Source&... source) {
  failure why;
  const auto memory = calls::mmap(source..., options, why);
  if (why) raise(why, describe(source..., options, why.operation));
  return memory;
}

template <class... Source>
mapped map_or_report(std::error_code& error, const mmap_options& options, const Source&... source) noexcept {
  return make_or_report(error, [&](failure& why) { return calls::mmap(source..., options, why); });
}

}  // namespace

mapped mmap(path_view path, const mmap_options& options) { return map_or_throw(options, path); }

mapped mmap(path_view path, const mmap_options& options, std::error_code& error) noexcept {
  return map_or_report(error, options, path);
}

mapped mmap(handle_view file, const mmap_options& options) { return map_or_throw(options, file.get()); }

mapped mmap(handle_view file, const mmap_options& options, std::error_code& error) noexcept {
  return map_or_report(error, options, file.get());
}

mapped mmap(const mmap_options& options) { return map_or_throw(options); }

mapped mmap(const mmap_options& options, std::error_code& error) noexcept { return map_or_report(error, options); }

}  // namespace mmapkit
