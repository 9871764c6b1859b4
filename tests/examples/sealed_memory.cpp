// Memory for a process that is not trusted: nobody can make it shorter, or store to it once it is constant.
#include <cstring>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main() {
  using namespace mmapkit;
  sealed_memory index{4096};  // its size is fixed: no reader needs a guard
  std::memcpy(index.writable_bytes().data(), "content", 7);
  if (supported(call::add_seals)) index.make_read_only();
  std::cout << index.text().substr(0, 7) << '\n';
}
