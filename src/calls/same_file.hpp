// A descriptor is a number, and the number of one that was closed becomes another file's. Before the library acts
// through the descriptor of a mapping it asks whether it is still the file that was mapped.
#pragma once

#include <mmapkit/detail/file_identity.hpp>
#include <mmapkit/flags/native_handle.hpp>

#include "backend/files.hpp"
#include "checks/failure.hpp"

namespace mmapkit::calls {

// As backend::examine, and a failure of `what` where it is another file.
backend::file_info examine_same(operation what, native_handle file, const detail::file_identity& mapped,
                                failure& why) noexcept;

// For calls that also work without the descriptor: that it was closed is no failure, that it is of another file is one.
bool check_no_other(operation what, native_handle file, const detail::file_identity& mapped, failure& why) noexcept;

// The same, and a failure where the file ends before `end`: stores behind its end reach nothing.
bool check_reaches(operation what, native_handle file, const detail::file_identity& mapped, std::uint64_t end,
                   failure& why) noexcept;

bool is_same(native_handle file, const detail::file_identity& mapped) noexcept;

}  // namespace mmapkit::calls
