// Appends to a file through its mapping, which grows with the file.
#include <algorithm>
#include <iostream>
#include <mmapkit/mmapkit.hpp>
#include <string_view>

int main(int, char** argv) {
  using namespace mmapkit;
  constexpr std::string_view line = "one more line\n";
  mapping log{
      argv[1],
      {.open = open_flag::write | open_flag::create, .protection = protection_flag::write, .mmap = mmap_flag::shared}};
  const auto end = log.size();
  log.resize(end + line.size());  // the file grows, its blocks allocated; on failure all is as it was
  std::ranges::copy(std::as_bytes(std::span{line}), log.writable_bytes().subspan(end).begin());
  log.sync(end, line.size());
  std::cout << log.size() << " bytes\n";
}
