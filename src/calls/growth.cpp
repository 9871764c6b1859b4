#include "growth.hpp"

#include <algorithm>

#include <mmapkit/flags/allocation_flag.hpp>
#include <mmapkit/flags/durability.hpp>
#include <mmapkit/flags/mmap_flag.hpp>
#include <mmapkit/flags/protection_flag.hpp>

#include "backend/mappings.hpp"
#include "backend/page_math.hpp"
#include "backend/system.hpp"
#include "checks/availability.hpp"
#include "failed_syncs.hpp"

namespace mmapkit::calls {

// Asked by mapping that many bytes without access, and unmapping them.
bool has_addresses(operation what, std::size_t length, failure& why) noexcept {
  const bool reserves = has(row_of(allocation_flag::reserve)->where, backend::system());
  void* const room = backend::map({.length = length,
                                   .flags = mmap_flag::private_ | mmap_flag::anonymous,
                                   .allocation = reserves ? allocation_flag::reserve : allocation_flag::none},
                                  why.code);
  if (room != nullptr) backend::unmap(room, length, why.code);
  return !why.attribute_to(what);
}

bool growth_steps::plan_longer(operation what, const backend::file_info& info, std::uint64_t end,
                               bool is_shared_and_writable, file_growth growth, failure& why) noexcept {
  if (!info.regular)
    return refuse(why, what, std::errc::invalid_argument, "the disk has {m} bytes and the range ends at {n}", info.size,
                  end);
  if (!is_shared_and_writable)
    return refuse(why, what, std::errc::invalid_argument,
                  "the file has {m} bytes and the range ends at {n}; only a shared, writable mapping grows it",
                  info.size, end);
  const auto longer = round_up(end, info.unit);
  const auto longest = backend::longest_file();
  if (longer > longest)
    return refuse(why, operation::fallocate, std::errc::file_too_large,
                  "the file would have {m} bytes, and this process may make it {n} (RLIMIT_FSIZE)", longer, longest);
  from_ = info.size;
  to_ = longer;
  growth_ = growth;
  what_ = what;
  in_huge_pages_ = info.unit != 0;
  return true;
}

// Huge pages are reserved by the mapping itself, whole or not at all.
bool growth_steps::reserve(failure& why) noexcept {
  has_blocks_ = in_huge_pages_ || backend::reserve_blocks(file_, from_, to_, growth_, why.code);
  return !why.attribute_to(operation::fallocate);
}

bool growth_steps::empty(failure& why) noexcept {
  if (has_content_) backend::empty_file(file_, why.code);
  has_content_ = false;
  return !why.attribute_to(operation::open);
}

bool growth_steps::prepare(std::size_t addresses, failure& why) noexcept {
  if (!is_planned()) return true;
  if (addresses != 0 && !knows_addresses_ && !has_addresses(what_, addresses, why)) return false;
  return reserve(why) && (backend::maps_beyond_end() || publish(why));
}

// A file that shall be emptied keeps its content until blocks and a mapping for its new length could be had. Emptying
// it releases the blocks, so they are reserved again.
bool growth_steps::publish(failure& why) noexcept {
  if (has_content_ && !(empty(why) && reserve(why))) return false;
  const bool allocates = growth_ != file_growth::sparse && !has_blocks_;
  if (backend::lengthen(file_, allocates ? from_ : to_ - 1, to_, why.code)) has_blocks_ = true;
  is_published_ = !why.attribute_to(operation::fallocate);
  return is_published_;
}

bool growth_steps::provide(operation what, const backend::file_info& info, std::uint64_t size, failure& why) noexcept {
  const bool grows = info.size < size;
  if (grows && !plan_longer(what, info, size, true, file_growth::allocated, why)) return false;
  from_ = 0;
  to_ = grows ? to_ : size;
  growth_ = file_growth::allocated;
  return reserve(why) && (!grows || publish(why));
}

bool growth_steps::publish_last(failure& why) noexcept { return !backend::maps_beyond_end() || publish(why); }

// Where the system has no call that reserves blocks, they are allocated through a mapping. Blocks are written by the
// write-back of pages that are dirty: no byte is changed, which another process may have stored meanwhile.
bool growth_steps::needs_pages() const noexcept {
  return growth_ == file_growth::written ? !in_huge_pages_ : growth_ == file_growth::allocated && !has_blocks_;
}

namespace {

// So much is populated, and its write-back begun, at a time.
constexpr std::uint64_t piece = std::uint64_t{16} << 20;

void* map_piece(native_handle file, std::uint64_t start, std::size_t length, failure& why) noexcept {
  void* const base = backend::map({.length = length,
                                   .protection = protection_flag::read | protection_flag::write,
                                   .flags = mmap_flag::shared,
                                   .file = file,
                                   .offset = start},
                                  why.code);
  why.attribute_to(operation::mmap);
  return base;
}

std::size_t length_of_piece(std::uint64_t start, std::uint64_t end) noexcept {
  return static_cast<std::size_t>(std::min(piece, end - start));
}

}  // namespace

// `base` shows the file from `start` on.
bool growth_steps::populate(std::byte* base, std::size_t length, std::uint64_t start, failure& why) noexcept {
  for (std::size_t at = 0; at < length && !why; at += static_cast<std::size_t>(piece)) {
    const auto step = length_of_piece(at, length);
    backend::populate(base + at, step, file_, start + at, why.code);
    if (!why.code && growth_ == file_growth::written)
      backend::make_durable(base + at, step, durability::scheduled, file_, start + at, why.code);
    why.attribute_to(operation::fallocate);
  }
  return !why;
}

bool growth_steps::populate_unmapped(std::uint64_t end, failure& why) noexcept {
  for (auto start = from_ / backend::granularity() * backend::granularity(); start < end && !why; start += piece) {
    const auto length = length_of_piece(start, end);
    void* const base = map_piece(file_, start, length, why);
    if (why) return false;
    populate(static_cast<std::byte*>(base), length, start, why);
    std::error_code ignored;
    backend::unmap(base, length, ignored);
  }
  return !why;
}

bool growth_steps::try_to_map(failure& why) noexcept {
  if (!is_planned() || growth_ != file_growth::written || !backend::maps_beyond_end()) return true;
  const auto start = from_ / backend::granularity() * backend::granularity();
  const auto length = length_of_piece(start, to_);
  void* const base = map_piece(file_, start, length, why);
  if (why.code == std::errc::permission_denied)
    why.reason = "file_growth::written needs a file that is open for reading and writing";
  if (why) return false;
  backend::unmap(base, length, why.code);
  return !why.attribute_to(operation::munmap);
}

// That blocks are written is known of them when the file is synced.
bool growth_steps::sync_blocks(failure& why) noexcept {
  if (growth_ != file_growth::written) return true;
  backend::sync_file(file_, durability::data, why.code);
  if (!why.attribute_to(operation::msync)) return true;
  std::error_code ignored;
  record_failed_sync({backend::examine(file_, ignored).identity, failed_syncs()}, why.code.value());
  return false;
}

bool growth_steps::finish(void* base, std::size_t length, std::uint64_t start, failure& why) noexcept {
  if (!is_planned()) return true;
  if (!publish_last(why)) return false;
  if (!needs_pages()) return true;
  if (from_ < start && !populate_unmapped(start, why)) return false;
  const auto first = std::max(from_, start) / backend::page_size() * backend::page_size();
  const auto lead = static_cast<std::size_t>(first - start);
  return populate(static_cast<std::byte*>(base) + lead, length - lead, first, why) && sync_blocks(why);
}

bool growth_steps::finish(failure& why) noexcept {
  if (!is_planned()) return true;
  if (!publish_last(why)) return false;
  return !needs_pages() || (populate_unmapped(to_, why) && sync_blocks(why));
}

bool lengthen_file(native_handle file, const backend::file_info& info, std::uint64_t to, file_growth growth,
                   failure& why) noexcept {
  growth_steps steps{file};
  return steps.plan(operation::fallocate, info, to, true, growth, why) && steps.try_to_map(why) &&
         steps.prepare(0, why) && steps.finish(why);
}

bool lengthen_file(native_handle file, std::uint64_t from, std::uint64_t to, file_growth growth,
                   failure& why) noexcept {
  return lengthen_file(file, {.size = from, .regular = true, .has_end = true}, to, growth, why);
}

}  // namespace mmapkit::calls
