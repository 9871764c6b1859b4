// sync_directory_entry as the rest of the library calls it.
#pragma once

#include <mmapkit/flags/path_view.hpp>

#include "checks/failure.hpp"

namespace mmapkit::calls {

failure sync_directory_entry(path_view path) noexcept;

}  // namespace mmapkit::calls
