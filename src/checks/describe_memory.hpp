// The object of an error message that is memory: apart from the others, which need paths.
#pragma once

#include <cstddef>
#include <string>

namespace mmapkit {

std::string describe(const void* addr, std::size_t size);  // with the name of the file that is mapped there

}  // namespace mmapkit
