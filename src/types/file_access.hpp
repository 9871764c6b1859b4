// Access to the private members of file.
#pragma once

#include <mmapkit/file.hpp>

#include "checks/failure.hpp"

namespace mmapkit {

struct file_access {
  static failure sync(file& of, durability level) noexcept;
};

}  // namespace mmapkit
