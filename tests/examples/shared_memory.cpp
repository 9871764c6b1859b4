// Memory that other processes get: by its name, or by a handle and sealed.
#include <cstring>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main(int, char** argv) {
  using namespace mmapkit;
  auto memory = shared_memory::create(argv[1], 4096);  // the name goes with its creator
  const auto other = shared_memory::open(argv[1], protection_flag::read);
  memory.writable_bytes()[0] = std::byte{42};
  std::cout << static_cast<int>(other.bytes()[0]) << '\n';

  auto index = shared_memory::nameless(4096);  // handle() is what another process maps: shared_memory::from_handle
  std::memcpy(index.data(), "content", 7);
  if (supported(call::add_seals)) index.seal(seal_flag::shrink | seal_flag::grow | seal_flag::write);  // for ever
  std::cout << std::string_view{reinterpret_cast<const char*>(index.data()), 7} << '\n';
}
