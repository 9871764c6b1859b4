// A log that one process at a time writes: locked, mapped with room to grow, and cut to what it holds. What is known
// of it stands in a file beside it, which is replaced as a whole: nobody ever reads half of it.
#include <algorithm>
#include <iostream>
#include <mmapkit/mmapkit.hpp>
#include <string>

int main(int, char** argv) {
  using namespace mmapkit;
  const std::string_view entry = "an entry\n";
  file log{argv[1], open_flag::read | open_flag::write | open_flag::create};
  if (!log.try_lock()) {
    std::cerr << "another process writes the log\n";
    return 1;
  }
  const auto end = static_cast<std::size_t>(log.size());
  {
    mapping room{log, read_write(end + 65536)};
    std::ranges::copy(std::as_bytes(std::span{entry}),
                      room.writable_bytes().begin() + static_cast<std::ptrdiff_t>(end));
  }
  log.resize(end + entry.size());
  log.sync();
  replace_file(argv[2], std::to_string(log.size()) + " bytes of entries\n");
  const auto told = load(argv[2]);
  std::cout << told.text();
}
