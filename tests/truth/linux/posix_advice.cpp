// POSIX's own advice: none of it changes the content.
#include "memory.hpp"

using namespace mmapkit;
using truth::island;

namespace {

void shows(posix_advice what, std::string_view two_letters, posix_advice opposite) {
  const island memory;
  posix_madvise(memory.data(), memory.size(), what);
  CHECK(memory.entry().has_flag(two_letters));
  posix_madvise(memory.data(), memory.size(), opposite);
  CHECK_FALSE(memory.entry().has_flag(two_letters));
  CHECK(memory.holds(1));
}

}  // namespace

PROOF(posix_advice, random) { shows(posix_advice::random, "rr", posix_advice::normal); }
PROOF(posix_advice, sequential) { shows(posix_advice::sequential, "sr", posix_advice::normal); }
PROOF(posix_advice, normal) { shows(posix_advice::sequential, "sr", posix_advice::normal); }

// Where madvise's own would have made it zeros, and without a word about other advice.
PROOF(posix_advice, dont_need) {
  const island memory;
  posix_madvise(memory.data(), memory.size(), posix_advice::sequential);
  posix_madvise(memory.data(), memory.size(), posix_advice::dont_need);
  CHECK(memory.holds(1));
  CHECK(memory.entry().has_flag("sr"));
}
