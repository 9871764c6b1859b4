#include "backend/files.hpp"
#include "backend/shared_memory.hpp"

namespace mmapkit::backend {

// Sections are no files.
file_kind kind_of_object(const char* /*name*/) noexcept { return file_kind::other; }

}  // namespace mmapkit::backend
