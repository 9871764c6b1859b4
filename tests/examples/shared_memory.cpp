// Memory that is shared with other processes: by a name, or by a handle and sealed.
#include <cstring>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main(int, char** argv) {
  using namespace mmapkit;
  auto memory = shared_memory::create(argv[1], 4096);  // the name is removed when this object goes
  const auto other = shared_memory::open(argv[1], protection_flag::read);
  memory.writable_bytes()[0] = std::byte{42};
  std::cout << static_cast<int>(other.bytes()[0]) << '\n';

  auto index = shared_memory::anonymous(4096);  // handle() is what another process maps: shared_memory::from_handle
  std::memcpy(index.data(), "content", 7);
  if (supported(call::add_seals)) index.seal(seal_flag::shrink | seal_flag::grow | seal_flag::write);  // for good
  std::cout << std::string_view{reinterpret_cast<const char*>(index.data()), 7} << '\n';
}
