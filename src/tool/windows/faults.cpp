// A file that is mapped cannot be cut short on Windows.
#include "../faults.hpp"

namespace mmapkit::tool {

void report_faults() {}

being_read::being_read(const std::filesystem::path& /*file*/) {}

being_read::~being_read() = default;

}  // namespace mmapkit::tool
