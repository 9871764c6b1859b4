// Looks up 64 keys at once in an index that need not be in memory: all their pages are asked for before the first is
// used.
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <mmapkit/mmapkit.hpp>
#include <span>
#include <vector>

namespace {

struct entry {
  std::uint64_t key;
  std::uint64_t value;
};

constexpr std::size_t places = 1 << 16;

// Keys have a place of their own here; a real table looks at the next ones too.
std::size_t place_of(std::uint64_t key) {
  return static_cast<std::size_t>(key * 0x9E3779B97F4A7C15 >> 48) * sizeof(entry);
}

void make_index(const std::filesystem::path& path) {
  mmapkit::mapping index{path, mmapkit::read_write_or_create(places * sizeof(entry))};
  for (std::uint64_t key = 1; key < 1000; ++key)
    index.writable_object<entry>(place_of(key)) = {.key = key, .value = key * key};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: lookup INDEX\n";
    return 2;
  }
  make_index(argv[1]);
  std::vector<std::uint64_t> keys;
  for (std::uint64_t i = 0; i < 64; ++i) keys.push_back(15 * i + 1);

  using namespace mmapkit;
  std::vector<std::span<const std::byte>> parts;
  const mapping index{argv[1], random_access()};  // no neighbours of the pages that are needed
  for (const auto key : keys) parts.push_back(index.bytes().subspan(place_of(key), sizeof(entry)));
  index.prefetch(parts);  // all on their way at once; each access waits for its own
  std::size_t found = 0;
  for (const auto key : keys) found += index.object<entry>(place_of(key)).key == key ? 1 : 0;
  std::cout << found << " of " << keys.size() << " keys\n";
}
