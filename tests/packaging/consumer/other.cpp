// The second translation unit.
#include <iterator>
#include <string>

#include <mmapkit/mmapkit.hpp>

std::size_t size_seen_elsewhere(const std::string& path);
bool same_row_elsewhere(const mmapkit::flag_row<mmapkit::mmap_flag>* row);

std::size_t size_seen_elsewhere(const std::string& path) {
  return mmapkit::with_mmap(path, [](const mmapkit::mapping& file) { return file.size(); });
}

bool same_row_elsewhere(const mmapkit::flag_row<mmapkit::mmap_flag>* row) {
  return std::data(mmapkit::rows<mmapkit::mmap_flag>) == row;
}
