// A log in memory, and one in a file, whose elements never move.
#include <iostream>
#include <mmapkit/mmapkit.hpp>

struct tick {
  std::uint64_t time;
  double price;
};

int main(int, char** argv) {
  using namespace mmapkit;
  growable<tick> recent{1'000'000};  // at most a million; memory is taken as elements arrive
  recent.push_back({1, 99.5});
  const tick* const first = recent.data();  // stays valid
  for (std::uint64_t i = 2; i < 100'000; ++i) recent.push_back({i, 99.5});
  std::cout << (first == recent.data() ? "the same place, " : "another place, ") << recent.size() << " ticks\n";

  growable_file<tick> all{argv[1], 1'000'000};  // the file grows with its elements
  all.append({recent.data(), 100});
  all.sync();
  std::cout << all.size() << " ticks in the file\n";
}
