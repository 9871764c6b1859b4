// Child processes where the system can make them of a running one.
#pragma once

#include <functional>
#include <mmapkit/mmapkit.hpp>

namespace forks {

extern const bool can_fork;

// What the body returned in a child process; -1 where that died. Only where can_fork is true.
int in_child(const std::function<int()>& body);

}  // namespace forks
