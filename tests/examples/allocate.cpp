// A large table in huge pages, filled by two threads before it is used, with a guard behind it.
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main() {
  using namespace mmapkit;
  auto table = allocate(std::size_t{64} << 20, {.prefault_threads = 2, .guard_after = 4096});
  table.as_writable<double>()[1'000'000] = 0.5;
  const auto got = table.state();  // the size of its pages, and how much of it is in memory
  std::cout << got.resident << " bytes in memory, in pages of up to " << got.page_size << " bytes\n";
  auto low = allocate(4096, {.place = below_4gb});  // pointers of 32 bits; or above_4gb, aligned, at an address
  std::cout << (reinterpret_cast<std::uintptr_t>(low.data()) >> 31 >> 1) << " is what is above 32 bits\n";
}
