// The POSIX calls, typed and throwing.
#include <cstddef>
#include <mmapkit/mmapkit.hpp>

int main() {
  using namespace mmapkit;
  constexpr std::size_t size = std::size_t{1} << 28;
  void* table = mmap(nullptr, size, protection_flag::none,
                     mmap_flag::private_ | mmap_flag::anonymous | if_supported(mmap_flag::no_reserve), no_handle, 0);
  mprotect(table, 4096, protection_flag::read | protection_flag::write);  // use the first page only
  static_cast<int*>(table)[0] = 42;
  munmap(table, size);
}
