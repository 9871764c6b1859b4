// What a plugin does that has the library in it: for the program that loads and unloads it.
#pragma once

#include <cstddef>

namespace plugin {

enum class use { mapping, guard, guarded_fault };

// The names by which the program finds the function.
inline constexpr auto name = "use_mapping";
using function = long (*)(const char* path, use how);

// What comes back where a guard has caught a fault; else the first byte of the file.
inline constexpr long caught = -1;

}  // namespace plugin
