#include "sync_directory_entry.hpp"

#include <filesystem>
#include <new>

#include <mmapkit/calls/sync_directory_entry.hpp>
#include <mmapkit/flags/mmap_options.hpp>

#include "backend/files.hpp"
#include "backend/paths.hpp"
#include "backend/system.hpp"
#include "checks/describe.hpp"
#include "checks/native_path.hpp"

namespace mmapkit {

namespace {

// A trailing slash, `.` and `..` name a directory, but not the entry that it has in its parent.
std::filesystem::path entry_of(const std::filesystem::path& file, std::error_code& error) {
  if (file.empty()) error = backend::refusal(std::errc::no_such_file_or_directory);
  if (error) return file;
  const auto last = file.filename();
  return last.empty() || last == "." || last == ".." ? std::filesystem::canonical(file, error) : file;
}

void sync_folder_of(const std::filesystem::path& file, std::error_code& error) {
  const auto folder = file.parent_path();
  backend::sync_directory((folder.empty() ? std::filesystem::path{"."} : folder).c_str(), error);
}

}  // namespace

failure calls::sync_directory_entry(path_view path) noexcept {
  constexpr auto what = operation::sync_directory_entry;
  failure why;
  if (const native_path name{path, why}; why) return why;
  try {
    const auto file = entry_of(native_path::to_path(path), why.code);
    const auto status = why.code ? std::filesystem::file_status{} : std::filesystem::symlink_status(file, why.code);
    if (status.type() == std::filesystem::file_type::not_found)
      why.code = backend::refusal(std::errc::no_such_file_or_directory);
    if (!why.code) sync_folder_of(file, why.code);
    // A symbolic link and its target have entries in different folders.
    if (!why.code && std::filesystem::is_symlink(status)) {
      const auto target = std::filesystem::canonical(file, why.code);
      if (!why.code) sync_folder_of(target, why.code);
      if (why.code == std::errc::no_such_file_or_directory) why.code.clear();
    }
  } catch (const std::bad_alloc&) {
    return refuse(what, std::errc::not_enough_memory, "there is no memory for the folder's name");
  }
  why.code = native_code(why.code);
  why.attribute_to(what);
  return why;
}

void sync_directory_entry(path_view file) {
  if (const auto why = calls::sync_directory_entry(file)) raise(why, describe(file, {}, why.operation));
}

void sync_directory_entry(path_view file, std::error_code& error) noexcept {
  report(calls::sync_directory_entry(file), error);
}

}  // namespace mmapkit
