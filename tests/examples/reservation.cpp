// Reserves many addresses and commits little memory.
#include <cstring>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main() {
  using namespace mmapkit;
  constexpr auto most = sizeof(void*) == 8 ? std::size_t{1} << 36 : std::size_t{1} << 28;
  reservation addresses{most};  // 64 GiB of addresses, no memory
  addresses.commit(0, 1 << 20);
  std::memset(addresses.data(), 7, 1 << 20);
  addresses.decommit(0, 1 << 19);  // gives memory back and keeps the addresses
  std::cout << addresses.size() << " bytes reserved, byte 600000 is " << std::to_integer<int>(addresses.data()[600'000])
            << '\n';
}
