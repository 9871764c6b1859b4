/// \file
/// A page and its node: move_pages().
#pragma once

#include <system_error>

namespace mmapkit {

/// A page, and the node it lies on, or why it does not lie on one: no_such_file_or_directory where nothing is in
/// memory, bad_address where nothing is mapped, or nothing but the kernel's page of zeros.
struct page_status {
  const void* addr = nullptr;  ///< any address in the page
  unsigned node = 0;           ///< its node
  std::error_code error{};     ///< why it does not lie on a node
};

}  // namespace mmapkit
