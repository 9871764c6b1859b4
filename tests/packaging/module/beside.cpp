// A header in the same program: its names are those of the module.
#include <mmapkit/mapping.hpp>

std::size_t size_by_header(const char* path) { return mmapkit::mapping{path}.size(); }
