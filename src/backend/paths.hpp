// What is done with a path.
#pragma once

#include <cstdint>
#include <system_error>

#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/path_view.hpp>

#include "native_value.hpp"

namespace mmapkit::backend {

enum class file_kind : std::uint8_t;  // files.hpp

// open.cpp
// Close-on-exec; does not wait for the other end of a FIFO. `mode` are the permissions of a new file, less the umask.
// `protection` is what a mapping will need, for systems that fix it when a file is opened. The caller owns the handle.
native_handle open_file(const path_view::value_type* path, open_flag flags, protection_flag protection,
                        std::error_code& error, unsigned mode = default_file_mode) noexcept;
// Whether a new file can have these permissions here.
bool keeps_mode(unsigned mode) noexcept;

// remove_new_file.cpp
// Takes the name away of a file that this process has just made, as long as it is empty and nobody else can have it
// open. Does nothing where the system cannot tell.
void remove_new_file(const path_view::value_type* path, native_handle file) noexcept;
// Whether it has one: another process may have taken it away just after it was opened.
bool has_name(native_handle file) noexcept;

// file_kind.cpp
// A symbolic link is not followed.
file_kind kind_at(const path_view::value_type* path) noexcept;

// replace_file.cpp
// Gives a new file the permissions of the one at a path, and its owner where that is allowed.
void copy_permissions(const path_view::value_type* from, native_handle to, std::error_code& error) noexcept;
// What has the other name is replaced, at once.
void rename_file(const path_view::value_type* from, const path_view::value_type* to, std::error_code& error) noexcept;
void remove_file(const path_view::value_type* path, std::error_code& error) noexcept;

// sync_directory.cpp
// Makes the entries of a directory durable.
void sync_directory(const path_view::value_type* folder, std::error_code& error) noexcept;

}  // namespace mmapkit::backend
