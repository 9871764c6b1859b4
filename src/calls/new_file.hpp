// Files that a call makes, if they are not there. A mapping that fails leaves none behind, as far as the system tells
// that nobody else has it.
#pragma once

#include <mmapkit/flags/mmap_options.hpp>
#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/path_view.hpp>

#include "backend/flag_bits.hpp"
#include "checks/failure.hpp"

namespace mmapkit::calls {

inline bool makes_file(open_flag open) noexcept { return has_any(open, open_flag::create | open_flag::ensure_create); }

// As open_file, for such flags, which replace those of the options: these are judged before a file is made. `is_new`
// says that this call has made it. What only concerns mappings may be left out.
native_handle open_or_make(path_view path, open_flag open, const mmap_options& options, bool& is_new,
                           failure& why) noexcept;

// Closes the file of a mapping that failed.
void give_up(path_view path, native_handle file, bool is_new) noexcept;

}  // namespace mmapkit::calls
