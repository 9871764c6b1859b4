#include <mmapkit/replace_file.hpp>

#include <atomic>
#include <filesystem>
#include <new>

#include "backend/files.hpp"
#include "backend/paths.hpp"
#include "backend/system.hpp"
#include "calls/file_bytes.hpp"
#include "calls/sync_directory_entry.hpp"
#include "checks/describe.hpp"
#include "checks/native_path.hpp"
#include "file_access.hpp"

namespace mmapkit {

namespace {

constexpr auto replacing = operation::replace_file;

// The file that is replaced: where a symbolic link leads, which has to be there.
bool find_target(path_view path, std::filesystem::path& target, bool& exists, failure& why) {
  std::error_code unknown;
  target = native_path::to_path(path);
  const bool is_link = std::filesystem::is_symlink(std::filesystem::symlink_status(target, unknown));
  const auto status = std::filesystem::status(target, why.code);
  exists = status.type() != std::filesystem::file_type::not_found;
  if (!exists && !is_link) why.code.clear();
  if (!why && exists && !std::filesystem::is_regular_file(status))
    return refuse(why, replacing, std::errc::invalid_argument, "it is no regular file");
  if (!why && target.empty()) return refuse(why, replacing, std::errc::no_such_file_or_directory, "the path is empty");
  // The working folder may be another one by the time of the commit.
  if (!why)
    target = is_link ? std::filesystem::canonical(target, why.code) : std::filesystem::absolute(target, why.code);
  why.code = native_code(why.code);
  return !why.attribute_to(replacing);
}

// A name that hardly anybody else chooses; open_beside tries the next where one does.
std::filesystem::path name_beside(const std::filesystem::path& target) {
  static std::atomic<std::uint32_t> count{0};
  const auto number = count.fetch_add(1, std::memory_order_relaxed);
  return target.parent_path() / (".mmapkit-" + std::to_string(backend::process_id()) + '-' + std::to_string(number));
}

}  // namespace

struct file_replacement_access {
  static failure begin(file_replacement& made, path_view path) noexcept {
    failure why;
    if (const native_path name{path, why}; why) return why;
    try {
      std::filesystem::path target;
      bool exists = false;
      if (!find_target(path, target, exists, why)) return why;
      made.path_ = target.native();
      open_beside(made, target, exists, why);
      if (!why && exists) {
        backend::copy_permissions(made.path_.c_str(), made.content_.handle(), why.code);
        why.attribute_to(replacing);
      }
    } catch (const std::bad_alloc&) {
      refuse(why, replacing, std::errc::not_enough_memory, "there is no memory for the path");
    }
    if (why) give_up(made);
    return why;
  }

  // The file of a process that ended before it was done may be there.
  static void open_beside(file_replacement& made, const std::filesystem::path& target, bool exists, failure& why) {
    constexpr auto flags = open_flag::read | open_flag::write | open_flag::ensure_create | open_flag::no_follow;
    constexpr unsigned until_it_has_the_others = 0600;
    for (int tries = 0; tries < 1000; ++tries) {
      const auto beside = name_beside(target);
      auto name = beside.native();
      why = {};
      const auto handle = backend::open_file(name.c_str(), flags, protection_flag::write, why.code,
                                             exists ? until_it_has_the_others : default_file_mode);
      if (!why.attribute_to(operation::open)) {
        made.content_ = file::adopt(handle);
        made.owner_ = backend::process_id();
        made.beside_ = std::move(name);
        return;
      }
      if (why.code != std::errc::file_exists) return;
    }
  }

  // A child of fork() leaves its parent's file alone.
  static bool is_owner(const file_replacement& made) noexcept {
    return !made.beside_.empty() && made.owner_ == backend::process_id();
  }

  static void give_up(file_replacement& made) noexcept {
    std::error_code ignored;
    made.content_.close(ignored);
    if (is_owner(made)) backend::remove_file(made.beside_.c_str(), ignored);
    made.beside_.clear();
  }

  static failure commit(file_replacement& made) noexcept {
    failure why;
    if (!made.content_) return refuse(replacing, std::errc::bad_file_descriptor, "there is nothing to commit");
    if (!is_owner(made))
      return refuse(replacing, std::errc::operation_not_permitted, "the process that made it commits it, and no child");
    why = file_access::sync(made.content_, durability::all);
    if (!why) {
      backend::close_file(made.content_.release(), why.code);
      why.attribute_to(operation::close);
    }
    if (!why) {
      backend::rename_file(made.beside_.c_str(), made.path_.c_str(), why.code);
      if (!why.attribute_to(replacing)) made.beside_.clear();
    }
    const bool is_in_place = !why;
    give_up(made);
    if (is_in_place) why = calls::sync_directory_entry(made.path_);
    return why;
  }

  static failure replace(path_view path, std::span<const std::byte> bytes) noexcept {
    file_replacement next;
    auto why = begin(next, path);
    if (!why) calls::write_bytes(next.content_.handle(), 0, bytes, false, why);
    return why ? why : commit(next);
  }
};

file_replacement::file_replacement(path_view path) {
  if (const auto why = file_replacement_access::begin(*this, path)) raise(why, describe(path, {}, operation::open));
}

file_replacement::file_replacement(path_view path, std::error_code& error) noexcept {
  report(file_replacement_access::begin(*this, path), error);
}

file_replacement::file_replacement(file_replacement&& other) noexcept
    : content_{std::move(other.content_)},
      path_{std::move(other.path_)},
      beside_{std::exchange(other.beside_, {})},
      owner_{other.owner_} {}

file_replacement& file_replacement::operator=(file_replacement&& other) noexcept {
  if (this == &other) return *this;
  file_replacement_access::give_up(*this);
  content_ = std::move(other.content_);
  path_ = std::move(other.path_);
  beside_ = std::exchange(other.beside_, {});
  owner_ = other.owner_;
  return *this;
}

file_replacement::~file_replacement() { file_replacement_access::give_up(*this); }

void file_replacement::commit() {
  if (const auto why = file_replacement_access::commit(*this))
    raise(why, describe(path_view{path_}, {}, operation::open));
}

void file_replacement::commit(std::error_code& error) noexcept {
  report(file_replacement_access::commit(*this), error);
}

void replace_file(path_view path, std::span<const std::byte> bytes) {
  if (const auto why = file_replacement_access::replace(path, bytes)) raise(why, describe(path, {}, operation::open));
}

void replace_file(path_view path, std::span<const std::byte> bytes, std::error_code& error) noexcept {
  report(file_replacement_access::replace(path, bytes), error);
}

void replace_file(path_view path, std::string_view text) { replace_file(path, std::as_bytes(std::span{text})); }

void replace_file(path_view path, std::string_view text, std::error_code& error) noexcept {
  replace_file(path, std::as_bytes(std::span{text}), error);
}

}  // namespace mmapkit
