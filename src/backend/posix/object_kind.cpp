#include "backend/files.hpp"
#include "backend/shared_memory.hpp"
#include "os.hpp"
#include "per_system.hpp"

namespace mmapkit::backend {

file_kind kind_of_object(const char* name) noexcept {
  const int named = posix::look_at_object(name);
  if (named == -1) return file_kind::other;
  const auto kind = kind_of(named);
  os::close(named);
  return kind;
}

}  // namespace mmapkit::backend
