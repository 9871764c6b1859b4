// What the manual says that each system call may fail with, and what the library promises for it.
#pragma once

#include <string_view>
#include <vector>

namespace sweep {

// Of a call as fault injection names it. What kernels may lack of a call has a name of its own: "mmap
// MAP_SHARED_VALIDATE".
std::string_view name_of(std::string_view call, long detail);

// Section ERRORS of its page, without what only a wrong argument brings; empty where the page has none.
std::vector<int> errors_of(std::string_view call);

enum class promise {
  error,     // the operation fails with that error
  fallback,  // the library goes on in another way, or once more: the operation ends as if nothing had failed
};

promise promise_of(std::string_view call, int code);

// Whether a call transfers bytes, and may transfer fewer than it is asked to.
bool transfers(std::string_view call);

}  // namespace sweep
