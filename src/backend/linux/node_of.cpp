#include "backend/numa.hpp"
#include "kernel.hpp"
#include "values.hpp"

namespace mmapkit::backend {

unsigned node_of(const void* addr, std::error_code& error) noexcept {
  int node = 0;
  call_kernel(error, SYS_get_mempolicy, &node, nullptr, 0UL, addr,
              static_cast<unsigned long>(mempolicy_node | mempolicy_addr));
  return static_cast<unsigned>(node);
}

}  // namespace mmapkit::backend
