// Opening a file, the one way for all calls and types.
#pragma once

#include <mmapkit/flags/native_handle.hpp>
#include <mmapkit/flags/open_flag.hpp>
#include <mmapkit/flags/path_view.hpp>
#include <mmapkit/flags/protection_flag.hpp>

#include "backend/paths.hpp"
#include "checks/explain.hpp"
#include "checks/failure.hpp"
#include "checks/native_path.hpp"
#include "checks/options.hpp"

namespace mmapkit::calls {

// The flags and the mode, which a new file gets, have been checked. `protection` is what a mapping will need. Inline:
// it is on the path of every mapping.
inline native_handle open_file(path_view path, open_flag flags, protection_flag protection, unsigned mode,
                               failure& why) noexcept {
  const native_path name{path, why};
  if (why) return no_handle;
  const auto file = backend::open_file(name.c_str(), normalized(flags), normalized(protection), why.code, mode);
  if (!why.attribute_to(operation::open)) return file;
  explain_open(why, name.c_str(), flags);
  return no_handle;
}

}  // namespace mmapkit::calls
