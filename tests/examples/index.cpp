// A file of a header and the cells behind it: written and read without a cast.
#include <algorithm>
#include <array>
#include <cstdint>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

using namespace mmapkit;

struct header {
  std::uint32_t magic;
  std::uint32_t cells;
};

struct cell {
  std::uint64_t key;
  std::uint64_t offset;
};

constexpr std::uint32_t magic = 0x58444e49;

void write(path_view path) {
  replace_file(path, [](file& next) {
    constexpr std::uint32_t cells = 3;
    mapping index{next, read_write(sizeof(header) + cells * sizeof(cell))};
    index.writable_object<header>(0) = {magic, cells};
    std::ranges::copy(std::to_array<cell>({{1, 100}, {5, 70}, {9, 20}}),
                      index.as_writable<cell>(sizeof(header), cells).begin());
    index.sync(durability::all);
  });
}

int main(int argc, char** argv) try {
  if (argc != 2) return 2;
  write(argv[1]);
  const mapping index{argv[1]};
  const auto& head = index.object<header>(0);
  if (head.magic != magic) return 1;
  const auto cells = index.as<cell>(sizeof(header), head.cells);  // an error where the file is too short for them
  const auto found = std::ranges::lower_bound(cells, 5U, {}, &cell::key);
  if (found == cells.end()) return 1;
  std::cout << "key " << found->key << " is at " << found->offset << '\n';
} catch (const mmap_error& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
