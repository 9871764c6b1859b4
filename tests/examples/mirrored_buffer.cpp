// A ring in which every record lies whole, wherever it begins.
#include <cstring>
#include <iostream>
#include <mmapkit/mmapkit.hpp>
#include <string_view>

int main() {
  using namespace mmapkit;
  mirrored_buffer ring{1 << 16};  // its pages are mapped twice in a row
  const auto end = ring.size() - 4;
  std::memcpy(ring.data() + end, "across the end", 14);  // no wrapping
  const auto record = ring.from(end).first(14);
  std::cout << std::string_view{reinterpret_cast<const char*>(record.data()), 14}
            << ", and at the beginning: " << std::string_view{reinterpret_cast<const char*>(ring.data()), 10} << '\n';
}
