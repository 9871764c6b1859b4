// Which file an open one is, as its file system numbers files.
#pragma once

#include <cstdint>

namespace mmapkit::detail {

struct file_identity {
  std::uint64_t device = 0;
  std::uint64_t number = 0;  // st_ino; the index of a Windows file

  friend bool operator==(const file_identity&, const file_identity&) noexcept = default;
};

}  // namespace mmapkit::detail
