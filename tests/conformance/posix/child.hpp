// Child processes, and what they say of an assertion.
#pragma once

#include <csignal>

#include "../../support/child.hpp"
#include "../conformance.hpp"

namespace conformance {

using support::become_nobody;
using support::child_threw;
using support::in_child;

// What a child process returns beside its own codes.
inline constexpr int untried = 77;

// The body must return 0 in a child process; `untried` says that the condition could not be brought about.
template <class Body>
void holds_in_child(const char* condition, Body body) {
  const auto end = in_child(body);
  CAPTURE(end.signal);
  CAPTURE(end.code);
  CHECK(end.signal == 0);
  if (end.code == untried)
    as_untried(condition);
  else
    CHECK(end.code == 0);
}

// Lowers a limit, for good; false where it does not hold, as under an emulator that takes it and forgets it.
bool limit(int resource, unsigned long long most);

}  // namespace conformance
