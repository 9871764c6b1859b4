// The object of an error message: a part of what a mapping has, by the name of its file.
#pragma once

#include <cstddef>
#include <string>

#include <mmapkit/flags/mapped.hpp>

#include "checks/describe.hpp"

namespace mmapkit {

// "'index.db' (2 bytes at 10)", where 10 is the offset in the file; of memory without a file "2 bytes at 0x7f...". Asks
// the system, so that no mapping has to keep a path.
std::string describe_part(const mapped& memory, std::size_t length, std::size_t offset);

// The same for all of it.
std::string describe_all(const mapped& memory);

}  // namespace mmapkit
