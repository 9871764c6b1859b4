// Opening a file as an atomic_mapping: the file, its lock, its journal, its memory.
#include <exception>
#include <filesystem>
#include <new>
#include <utility>

#include <mmapkit/flags/mmap_options.hpp>

#include "atomic_mapping_store.hpp"
#include "atomic_mapping_trailer.hpp"
#include "backend/page_math.hpp"
#include "backend/paths.hpp"
#include "backend/system.hpp"
#include "calls/mmap.hpp"
#include "calls/native_file.hpp"
#include "calls/new_file.hpp"
#include "calls/same_file.hpp"
#include "calls/sync_directory_entry.hpp"
#include "checks/explain.hpp"
#include "checks/native_path.hpp"
#include "checks/options.hpp"

namespace mmapkit::detail::transaction {

namespace {

bool check_options(const atomic_mapping_options& options, failure& why) noexcept {
  if (!check(options.open, why) || !check_mode(options.mode, options.open, why) || !check(options.growth, why) ||
      !check(options.advice, why))
    return false;
  if (has(options.open, open_flag::truncate) || !has(options.open, open_flag::read))
    return refuse(why, operation::open, std::errc::invalid_argument,
                  "it is opened with open_flag::read, and without truncate");
  if (!has(options.open, open_flag::write) && options.size != 0)
    return refuse(why, operation::open, std::errc::invalid_argument,
                  "a least size is for those that may change the file");
  return true;
}

}  // namespace

failure store::open(path_view path, const atomic_mapping_options& options) noexcept {
  failure why;
  try {
    process_ = backend::process_id();
    growth_ = options.growth;
    advice_ = options.advice;
    protection_ = protection_flag::read;
    if (!check_options(options, why)) return why;
    if (!has(options.open, open_flag::write)) {
      open_to_read(path, options, why);
    } else if (open_file(path, options, why) && lock(backend::file_lock::exclusive, why) && repair(options, why)) {
      protection_ = protection_flag::read | protection_flag::write;
      if (begin(options, why) && options.size > size_) {
        why = resize(options.size);
        if (!why) why = commit(nullptr);
      }
    }
  } catch (const std::bad_alloc&) {
    refuse(why, operation::open, std::errc::not_enough_memory, "there is no memory for its path");
  } catch (const std::exception&) {
    refuse(why, operation::open, std::errc::invalid_argument, "the path cannot be converted");
  }
  if (why && is_new_ && file_ != no_handle) calls::give_up(path, std::exchange(file_, no_handle), true);
  return why;
}

// Of a symbolic link the file that it leads to: the journal lies beside that.
bool store::open_file(path_view path, const atomic_mapping_options& options, failure& why) {
  if (const native_path name{path, why}; why) return false;
  path_ = native_path::to_path(path).native();
  const mmap_options as_mapping{.protection = protection_flag::write, .mode = options.mode};
  file_ = calls::makes_file(options.open)
              ? calls::open_or_make(path, options.open, as_mapping, is_new_, why)
              : calls::open_file(path, options.open, as_mapping.protection, options.mode, why);
  if (why || !check_kind(why)) return false;
  auto target = std::filesystem::canonical(native_path::to_path(path), why.code);
  if (why.attribute_to(operation::open)) return false;
  target += ".journal";
  journal_path_ = target.native();
  return true;
}

bool store::check_kind(failure& why) noexcept {
  const auto info = backend::examine(file_, why.code);
  if (why.attribute_to(operation::stat)) return false;
  if (!info.regular) {
    const auto* const kind = kind_in_words(file_);
    return refuse(why, operation::open, std::errc::invalid_argument, kind != nullptr ? kind : "it is no regular file");
  }
  length_ = info.size;
  identity_ = info.identity;
  return true;
}

bool store::lock(backend::file_lock how, failure& why) noexcept {
  if (backend::lock_file(file_, how, false, why.code)) {
    // What another process has changed before it gave the lock back.
    return check_kind(why);
  }
  if (!why.attribute_to(operation::lock_file)) find_busy_process(why);
  return false;
}

// The lock would stay as long as a child of fork() has the file open, or its pages.
void store::close_file(failure& why) noexcept {
  if (file_ == no_handle) return;
  std::error_code ignored;
  if (process_ == backend::process_id()) backend::unlock_file(file_, ignored);
  backend::close_file(file_, why.code);
  why.attribute_to(operation::close);
  file_ = no_handle;
}

// Somebody else may have cut, removed or replaced the files meanwhile: what is committed would be found by nobody.
bool store::check_files(failure& why) noexcept {
  const auto check_one = [&](native_handle file, const file_identity& identity, std::uint64_t end) {
    if (!calls::check_reaches(operation::msync, file, identity, end, why)) return false;
    return backend::has_name(file) || refuse(why, operation::msync, std::errc::no_such_file_or_directory,
                                             "somebody has removed it, or put another file in its place");
  };
  if (!check_one(file_, identity_, trailer_place_ + block)) return false;
  blames_journal_ = !check_one(journal_.handle(), journal_.identity(), journal_.length());
  return !blames_journal_;
}

bool store::find_busy_process(failure& why) noexcept {
  journal_file journal;
  failure ignored;
  if (!journal_path_.empty() && open_journal(journal, open_flag::read, ignored)) {
    journal.read_headers(ignored);
    if (const auto* const head = journal.newest(); head != nullptr && head->state == std::uint32_t(journal_state::open))
      return refuse(why, operation::lock_file, std::errc::device_or_resource_busy,
                    "process {m} has it open as an atomic_mapping", head->process);
  }
  return refuse(why, operation::lock_file, std::errc::device_or_resource_busy,
                "another atomic_mapping has it open, or a process has locked it");
}

// False where there is none, and with a failure.
bool store::open_journal(journal_file& journal, open_flag flags, failure& why) const noexcept {
  const auto handle =
      backend::open_file(journal_path_.c_str(), flags | open_flag::no_follow, protection_flag::write, why.code);
  if (why.code == std::errc::no_such_file_or_directory) {
    why = {};
    return false;
  }
  return !why.attribute_to(operation::open) && journal.take(handle, why);
}

// With the permissions of the file, and durable, with its name and that of the file.
bool store::create_journal(std::uint64_t length, failure& why) noexcept {
  constexpr auto flags = open_flag::read | open_flag::write | open_flag::ensure_create | open_flag::no_follow;
  const auto* const path = journal_path_.c_str();
  const auto handle = backend::open_file(path, flags, protection_flag::write, why.code, 0600);
  if (why.attribute_to(operation::open)) return false;
  backend::copy_permissions(path_.c_str(), handle, why.code);
  why.attribute_to(operation::open);
  if (failure ignored; journal_.take(handle, why ? ignored : why) && !why && journal_.fill(length, size_, why))
    why = calls::sync_directory_entry(path_view{journal_path_});
  if (!why) return true;
  journal_.close();
  std::error_code ignored;
  backend::remove_file(path, ignored);
  return false;
}

// Who may change the file repairs it first. Nothing is left to repair where there is neither a journal nor a trailer.
bool store::open_to_read(path_view path, const atomic_mapping_options& options, failure& why) {
  if (!open_file(path, options, why) || !lock(backend::file_lock::shared, why)) return false;
  journal_file journal;
  blames_journal_ = true;
  const bool is_there = open_journal(journal, open_flag::read, why);
  if (why) return false;
  blames_journal_ = false;
  if (is_there || ends_in_trailer(file_, length_, why)) {
    journal.close();
    failure ignored;
    close_file(ignored);
    auto changing = options;
    changing.open = open_flag::read | open_flag::write;
    store repaired;
    why = repaired.open(path, changing);
    if (!why) why = repaired.close();
    blames_journal_ = repaired.blames_journal_;
    if (why || !open_file(path, options, why) || !lock(backend::file_lock::shared, why)) return false;
  }
  if (why) return false;
  size_ = committed_ = length_;
  if (size_ != 0)
    whole_ = calls::map_whole(file_, {.size = length_, .regular = true, .has_end = true, .identity = identity_}, why);
  advise(whole_.addr, whole_.size);
  return !why;
}

bool store::map(std::uint64_t length, std::span<const page_run> kept, failure& why) noexcept {
  const bool mapped = view_.map(file_, round_up(length, backend::granularity()), protection_, kept, why);
  if (mapped) advise(view_.data(), view_.length());
  return mapped;
}

// A system may map what it discards anew, without the advice. What will be needed was asked for once.
bool store::discard(std::span<const page_run> runs, failure& why) noexcept {
  const bool discarded = view_.discard(runs, why);
  if (advice_ == posix_advice::random || advice_ == posix_advice::sequential) advise(view_.data(), view_.length());
  return discarded;
}

void store::advise(void* base, std::size_t length) const noexcept {
  if (base != nullptr && advice_ != posix_advice::normal) calls::advise_mapping(base, length, advice_);
}

// The file is plain content now. The journal is durable before the trailer, and the trailer before the first commit.
bool store::begin(const atomic_mapping_options& options, failure& why) {
  if (length_ > longest_content)
    return refuse(why, operation::mmap, std::errc::file_too_large, "{m} bytes do not fit the address space", length_);
  size_ = committed_ = highest_ = length_;
  blames_journal_ = true;
  const auto journal_length = round_up(std::uint64_t{options.journal_size}, block);
  if (!create_journal(std::min(journal_length, largest_size), why)) return false;
  blames_journal_ = false;
  trailer_.id = journal_.id();
  trailer_.generation = 1;
  trailer_.size = size_;
  trailer_.number = identity_.number;
  trailer_place_ = end_of(size_);
  zeros_from_ = trailer_place_ + block;
  next_ = {.place = first_record, .generation = trailer_.generation, .sequence = 1};
  applied_ = next_.place;
  if (lengthen(file_length(size_), why) && write_first_trailer(file_, trailer_place_, trailer_, why) && sync(why) &&
      map(end_of(size_), {}, why))
    return true;
  failure ignored;
  finish(journal_, size_, ignored);
  return false;
}

}  // namespace mmapkit::detail::transaction
