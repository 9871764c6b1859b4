#include "api.hpp"
#include "backend/paths.hpp"
#include "os.hpp"

namespace mmapkit::backend {

// A new file inherits from its folder who may do what.
void copy_permissions(const path_view::value_type* /*from*/, native_handle /*to*/,
                      std::error_code& /*error*/) noexcept {}

void rename_file(const path_view::value_type* from, const path_view::value_type* to, std::error_code& error) noexcept {
  if (!os::MoveFileExW(from, to, DWORD{MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH})) error = last_error();
}

void remove_file(const path_view::value_type* path, std::error_code& error) noexcept {
  if (!os::DeleteFileW(path)) error = last_error();
}

}  // namespace mmapkit::backend
