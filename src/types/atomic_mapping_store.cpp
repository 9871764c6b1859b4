#include "atomic_mapping_store.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <functional>
#include <new>
#include <utility>

#include <mmapkit/flags/durability.hpp>
#include <mmapkit/flags/file_growth.hpp>

#include "atomic_mapping_trailer.hpp"
#include "backend/page_math.hpp"
#include "backend/paths.hpp"
#include "backend/ranges.hpp"
#include "backend/system.hpp"
#include "calls/file_bytes.hpp"
#include "calls/growth.hpp"
#include "calls/munmap.hpp"

namespace mmapkit::detail::transaction {

namespace {

constexpr auto committing = operation::msync;

// Then it can be tried again.
bool is_for_want_of_room(const failure& why) noexcept {
  return why.code == std::errc::no_space_on_device || why.code == std::errc::file_too_large;
}

}  // namespace

store::~store() {
  view_.release();
  if (whole_.addr != nullptr) calls::munmap(whole_);
  failure ignored;
  close_file(ignored);
}

bool store::check_usable(operation what, failure& why) noexcept {
  blames_journal_ = false;
  if (process_ != backend::process_id())
    return refuse(why, what, std::errc::operation_not_permitted, "the process that opened it changes it, and no child");
  if (!has(protection_, protection_flag::write))
    return refuse(why, what, std::errc::permission_denied, "it was opened to read");
  if (lost_) {
    why = lost_;
    why.reason = "an earlier write or sync failed; open it anew";
  }
  return !why;
}

// A failure of the device, after which nobody knows what is on it.
void store::keep_failure(const failure& why) noexcept {
  if (why && !lost_) lost_ = why;
}

bool store::sync(failure& why) noexcept {
  backend::sync_file(file_, durability::data, why.code);
  if (why.attribute_to(committing)) keep_failure(why);
  return !why;
}

// The changed pages, also behind the end of a content that has become shorter.
std::vector<page_run> store::find_changes(const std::span<const part>* told, failure& why) const {
  return told == nullptr ? view_.changed(end_of(size_), why) : view_.pages_of(*told, size_, why);
}

std::vector<store::part> store::changed(failure& why) const {
  const auto runs = find_changes(nullptr, why);
  std::vector<part> found;
  for (const auto& run : runs)
    if (run.addr < data() + size())
      found.emplace_back(run.addr, std::min(run.size, static_cast<std::size_t>(data() + size() - run.addr)));
  return found;
}

// After a resize() a commit writes all that has changed, whatever it is told.
bool store::has_all_changes(std::span<const part> told) const noexcept {
  bool has_all = size_ != committed_;
  if (has_all) return true;
  const auto why = without_exceptions([&](failure& inner) {
    const auto all = find_changes(nullptr, inner);
    const auto some = find_changes(&told, inner);
    if (inner) return;
    has_all = std::ranges::all_of(all, [&](const page_run& run) {
      return std::ranges::any_of(some, [&](const page_run& one) {
        return one.addr <= run.addr && run.addr + run.size <= one.addr + one.size;
      });
    });
  });
  return has_all || static_cast<bool>(why);
}

// The same in the content. The last page of the memory may go beyond it.
std::vector<changed_part> store::parts_of(std::span<const page_run> runs) const {
  std::vector<changed_part> parts;
  parts.reserve(runs.size());
  for (const auto& run : runs) {
    const auto offset = static_cast<std::uint64_t>(run.addr - view_.data());
    if (offset >= end_of(size_)) break;
    const auto length = std::min<std::uint64_t>(run.size, end_of(size_) - offset);
    parts.push_back({.offset = offset, .bytes = {run.addr, static_cast<std::size_t>(length)}});
  }
  return parts;
}

failure store::commit(const std::span<const part>* told) noexcept {
  return without_exceptions([&](failure& why) {
    if (!check_usable(committing, why) || !catch_up(why)) return;
    auto runs = find_changes(told, why);
    // Where the size has changed there is more than what the caller knows of.
    if (!why && told != nullptr && (size_ != committed_ || !backend::discards_single_pages())) {
      told = nullptr;
      runs = find_changes(told, why);
    }
    if (why) return;
    const auto parts = parts_of(runs);
    if (parts.empty() && size_ == committed_) return;
    if (!check_files(why)) return;
    std::uint64_t bytes = 0;
    for (const auto& one : parts) bytes += one.bytes.size();
    const auto length = length_of(parts.size(), bytes);
    blames_journal_ = true;
    if (!make_room(length, why)) return;
    if (!journal_.append(next_, parts, size_, why)) {
      if (!is_for_want_of_room(why)) keep_failure(why);
      return;
    }
    blames_journal_ = false;
    next_.place += length;
    ++next_.sequence;
    if (told == nullptr) highest_ = size_;
    // It is committed: what fails from here on is told by the next call.
    write_back(runs, parts);
  });
}

// A checkpoint empties the journal, and a longer one has room for more.
bool store::make_room(std::uint64_t length, failure& why) noexcept {
  if (length <= journal_.length() - std::min(next_.place, journal_.length())) return true;
  if (next_.place != first_record) {
    blames_journal_ = false;
    why = checkpoint();
    blames_journal_ = true;
  }
  if (why || journal_.lengthen(first_record + length, why)) return !why;
  if (!is_for_want_of_room(why)) keep_failure(why);
  return false;
}

// Puts what was committed into the file, so that the pages need no copies. The trailer goes first where its place
// becomes content, or the content ends before it.
bool store::write_back(std::span<const page_run> runs, std::span<const changed_part> parts) noexcept {
  failure why;
  const bool has_other_size = size_ != committed_;
  committed_ = size_;
  if (end_of(size_) != trailer_place_ && !move_trailer(journal_, size_, why)) return false;
  if (!calls::write_bytes(file_, parts, why)) return false;
  applied_ = next_.place;
  zeros_from_ = std::max(zeros_from_, trailer_place_ + block);
  assert(shows_file(parts) && "nobody stores to the memory during commit()");
  discard(runs, why);
  if (!why && has_other_size) why = checkpoint();
  return !why;
}

// Whether nobody has stored to the memory since its content was written.
[[maybe_unused]] bool store::shows_file(std::span<const changed_part> parts) const noexcept {
  std::array<std::byte, block> in_file{};
  failure why;
  for (const auto& one : parts)
    for (std::size_t at = 0; at < one.bytes.size(); at += block)
      if (calls::read_bytes(file_, one.offset + at, in_file, why) &&
          std::memcmp(one.bytes.data() + at, in_file.data(), block) != 0)
        return false;
  return true;
}

// Stores what earlier commits could not store into the file.
bool store::catch_up(failure& why) noexcept {
  if (applied_ == next_.place) return true;
  const auto failed = without_exceptions([&](failure& inner) {
    if (end_of(committed_) != trailer_place_ && !move_trailer(journal_, committed_, inner)) return;
    while (applied_ != next_.place && !inner) {
      record found;
      if (!journal_.read_record(applied_, next_.generation, found, inner) ||
          !journal_.apply(found, file_, end_of(committed_), inner)) {
        if (!inner) refuse(inner, committing, std::errc::io_error, "the journal is damaged at byte {m}", applied_);
        return;
      }
      applied_ += length_of(found.runs, found.bytes);
    }
  });
  why = failed;
  return !why;
}

bool store::lengthen(std::uint64_t length, failure& why) noexcept {
  if (!calls::lengthen_file(file_, length_, length, growth_, why)) return false;
  length_ = std::max(length_, length);
  return true;
}

// Where the trailer may be is durable before it is there, and the trailer is durable there before its old place is
// lost.
bool store::move_trailer(journal_file& journal, std::uint64_t size, failure& why) noexcept {
  // One that was cut off has told of it; another header would take the place of the one that tells of the old place.
  const bool is_told = journal.newest() != nullptr && end_of(journal.newest()->size) == end_of(size);
  if (!lengthen(file_length(size), why) || (!is_told && !journal.write_header(journal_state::open, size, why)) ||
      !write_first_trailer(file_, end_of(size), trailer_, why) || !sync(why)) {
    keep_failure(why);
    return false;
  }
  trailer_place_ = end_of(size);
  return true;
}

bool store::next_generation(failure& why) noexcept {
  auto next = trailer_;
  next.generation = trailer_.generation + 1;
  next.size = committed_;
  if (!write_next_trailer(file_, trailer_place_, next, why)) {
    keep_failure(why);
    return false;
  }
  trailer_ = next;
  next_.generation = trailer_.generation;
  next_.place = applied_ = first_record;
  return true;
}

failure store::checkpoint() noexcept {
  failure why;
  if (!check_usable(committing, why) || !catch_up(why)) return why;
  if (next_.place == first_record) return why;
  if (!sync(why)) return why;
  // What lies behind a shorter content goes back to the file system, where that can be while it is mapped.
  if (std::error_code ignored; length_ > std::max(file_length(committed_), file_length(size_))) {
    const auto shorter = std::max(file_length(committed_), file_length(size_));
    backend::shorten(file_, length_, shorter, ignored);
    if (!ignored) length_ = zeros_from_ = shorter;
  }
  next_generation(why);
  return why;
}

failure store::roll_back() noexcept {
  return without_exceptions([&](failure& why) {
    if (!check_usable(committing, why) || !catch_up(why)) return;
    const auto runs = view_.changed(end_of(size_), why);
    if (!why && discard(runs, why)) size_ = highest_ = committed_;
  });
}

failure store::resize(std::uint64_t bytes) noexcept {
  return without_exceptions([&](failure& why) {
    if (!check_usable(operation::fallocate, why)) return;
    if (bytes > longest_content) {
      refuse(why, operation::fallocate, std::errc::file_too_large, "{m} bytes do not fit the address space", bytes);
      return;
    }
    if (bytes > size_ && !lengthen(file_length(bytes), why)) return;
    if (end_of(bytes) > view_.length()) {
      const auto kept = view_.changed(end_of(size_), why);
      if (why || !map(end_of(bytes), kept, why)) return;
    }
    // Behind the content is what it had before it was shorter, and the trailer.
    if (const auto to = std::min(end_of(bytes), std::max(zeros_from_, end_of(highest_))); size_ < to)
      std::memset(view_.data() + size_, 0, static_cast<std::size_t>(to - size_));
    size_ = bytes;
    highest_ = std::max(highest_, bytes);
  });
}

failure store::close() noexcept {
  failure why;
  if (process_ == backend::process_id() && has(protection_, protection_flag::write)) {
    size_ = committed_;
    why = checkpoint();
    view_.release();
    if (!why && !finish(journal_, committed_, why)) keep_failure(why);
  }
  view_.release();
  if (whole_.addr != nullptr) calls::munmap(std::exchange(whole_, {}));
  failure closing;
  close_file(closing);
  return why ? why : closing;
}

}  // namespace mmapkit::detail::transaction
