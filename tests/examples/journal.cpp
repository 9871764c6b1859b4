// A journal whose header never points at data that a power cut may have lost.
#include <cstddef>
#include <iostream>
#include <mmapkit/mmapkit.hpp>
#include <string_view>

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  using namespace mmapkit;
  constexpr std::size_t most = 1 << 16;
  mapping journal{argv[1],
                  {.open = open_flag::read | open_flag::write | open_flag::create,
                   .protection = protection_flag::read | protection_flag::write,
                   .mmap = mmap_flag::shared,
                   .size = sizeof(std::size_t) + most,
                   .durable = true}};  // the file is found after a power cut: its name is on the disk too
  const std::string_view entry{argv[2]};
  auto end = journal.as_writable<std::size_t>()[0];
  if (end + entry.size() > most) return 1;

  journal.write_through(sizeof end + end, std::as_bytes(std::span{entry}));  // the data is on the disk
  end += entry.size();
  journal.write_through(0, std::as_bytes(std::span{&end, 1}));  // and only then the header that points at it

  std::cout << end << " bytes: " << journal.text().substr(sizeof end, end) << '\n';
}
