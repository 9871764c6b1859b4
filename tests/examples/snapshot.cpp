// A table that is saved as it was at one moment, while it changes.
#include <fstream>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main(int, char** argv) {
  using namespace mmapkit;
  freezable table{std::size_t{16} << 20};
  table.as_writable<int>()[7] = 1;
  const snapshot before = table.freeze();  // no copy: both share all pages until somebody stores
  table.as_writable<int>()[7] = 2;
  std::ofstream{argv[1], std::ios::binary}.write(reinterpret_cast<const char*>(before.data()), 4096);  // any time later
  std::cout << "it was " << before.as<int>()[7] << ", it is " << table.as<int>()[7] << '\n';
}
