// Takes write away, and shows the refusal.
#include <cstring>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main() {
  using namespace mmapkit;
  mapping memory{mmap_options{.protection = protection_flag::read | protection_flag::write,
                              .mmap = mmap_flag::private_ | mmap_flag::anonymous,
                              .size = page_size()}};
  std::memcpy(memory.writable_bytes().data(), "constant", 8);
  memory.protect(protection_flag::read);
  try {
    static_cast<void>(memory.writable_bytes());
  } catch (const mmap_error& error) {
    std::cout << error.what() << '\n';  // cannot view ... for writing: the memory is not writable: Permission denied
    return error.code() == std::errc::permission_denied ? 0 : 1;
  }
  return 1;
}
