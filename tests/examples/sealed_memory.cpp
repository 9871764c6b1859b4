// Memory for a process that is not trusted: it can neither be cut short nor stored to.
#include <cstring>
#include <iostream>
#include <mmapkit/mmapkit.hpp>

int main() {
  using namespace mmapkit;
  sealed_memory index{4096};  // nobody can make it shorter: whoever gets its handle reads it without a guard
  std::memcpy(index.writable_bytes().data(), "content", 7);
  if (supported(call::add_seals)) index.make_constant();
  std::cout << index.view().text().substr(0, 7) << '\n';
}
