// The test's side of src/backend/fault_injection.hpp: calls of the library fail or do less than asked, allocations
// fail, and all of them are counted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace sweep {

// No call, and no allocation.
inline constexpr int nowhere = -1;

inline constexpr std::size_t all_bytes = SIZE_MAX;

struct fault {
  // The call at that index, or every call of that name.
  int call = nowhere;
  std::string_view every = {};
  long beyond = 0;                // of these, calls with a greater detail, such as the length of fallocate
  std::string_view missing = {};  // and every call of this name is not there: EINVAL
  // What becomes of it: it fails with the code, or transfers that many bytes at most.
  int code = 0;
  std::size_t bytes = all_bytes;
  int next_code = 0;  // and the call behind it fails with this one
  // The allocation at that index fails, and those behind it.
  int allocation = nowhere;
  bool and_later = false;
};

// A call that was made.
struct made {
  std::string_view name;
  bool failed = false;
};

// What was counted of an operation.
struct record {
  std::vector<made> calls;
  int allocations = 0;
  bool without_end = false;  // a call that failed each time was made again and again
};

// From now on what the library does is counted, and fails as told.
void begin(const fault& what);

// Until now.
void end();

// Of the last operation.
record recorded();

// How many allocations of this process live.
long living_allocations();

}  // namespace sweep
