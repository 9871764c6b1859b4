// Addresses for much, memory for little.
#include <cstring>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main() {
  using namespace mmapkit;
  constexpr auto most = sizeof(void*) == 8 ? std::size_t{1} << 36 : std::size_t{1} << 28;
  reservation room{most};  // 64 GiB of addresses, no memory
  room.commit(0, 1 << 20);
  std::memset(room.data(), 7, 1 << 20);
  room.decommit(0, 1 << 19);  // memory back, addresses kept
  std::cout << room.size() << " bytes reserved, byte 600000 is " << std::to_integer<int>(room.data()[600'000]) << '\n';
}
