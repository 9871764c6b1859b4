// mmap as the rest of the library calls it: the failure is returned in `why`, and nothing is thrown.
#pragma once

#include <mmapkit/flags/mapped.hpp>
#include <mmapkit/flags/mmap_options.hpp>
#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/path_view.hpp>

#include "backend/files.hpp"
#include "checks/failure.hpp"

namespace mmapkit::backend {
struct file_info;
}

namespace mmapkit::calls {

mapped mmap(path_view path, const mmap_options& options, failure& why) noexcept;
mapped mmap(native_handle file, const mmap_options& options, failure& why) noexcept;
mapped mmap(const mmap_options& options, failure& why) noexcept;

// Maps all of a regular file that is not empty, read-only. `info` is from backend::examine. The handle stays the
// caller's.
mapped map_whole(native_handle file, const backend::file_info& info, failure& why) noexcept;

// Advice that changes how fast pages come, and nothing else: where it cannot be had it is left out.
void advise_mapping(void* base, std::size_t length, posix_advice what) noexcept;

}  // namespace mmapkit::calls
