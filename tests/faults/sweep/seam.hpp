// The test's side of src/seam.hpp: one call of the library fails, the others are counted.
#pragma once

#include <string>
#include <vector>

namespace sweep {

// No call before, and none after this many, is asked to fail.
inline constexpr int nowhere = -1;

// From now on calls are written down, and the one at `index`, if any, fails with `code`.
void begin(int index, int code);

// The names of the calls since begin, in their order, and no more are written down.
std::vector<std::string> end();

// Whether the call at the index came.
bool has_failed();

}  // namespace sweep
