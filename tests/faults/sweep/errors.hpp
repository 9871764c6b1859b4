// What the manual says that each system call may fail with.
#pragma once

#include <string>
#include <vector>

namespace sweep {

// Of a call that is made by its number.
std::string name_of(long number);

// Section ERRORS of its page, without what only a wrong argument brings; empty where the page has none.
std::vector<int> errors_of(const std::string& call);

// Whether the library goes on, in another way or once more, as the manual of that error asks: its answer is then not
// that error.
bool is_answered(const std::string& call, int code);

}  // namespace sweep
