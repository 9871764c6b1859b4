// Two views of one named object, as two processes would have them.
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main(int, char** argv) {
  using namespace mmapkit;
  const std::string name = argv[1];
  const auto object = shm_open(name, open_flag::write | open_flag::create, 0600, 4096);  // 4096 bytes, zeroed
  const auto same = shm_open(name, open_flag::read);
  mapping writer{object, {.protection = protection_flag::write, .mmap = mmap_flag::shared}};
  const mapping reader{same, {.mmap = mmap_flag::shared}};
  writer.writable_bytes()[0] = std::byte{42};
  std::cout << static_cast<int>(reader.bytes()[0]) << '\n';
  close_file(object);
  close_file(same);
  if (supported(call::shm_unlink)) shm_unlink(name);  // Windows: gone with its last handle and view
}
