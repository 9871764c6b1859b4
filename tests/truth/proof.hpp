// A proof for each row: what the flag does, shown on the running system. truth_test.cpp walks the rows and runs them.
//
//     PROOF(advice, dont_need) {
//       ...
//       CHECK(first_byte == std::byte{0});
//     }
#pragma once

#include <map>

#include "../support/support.hpp"

namespace truth {

template <mmapkit::listed E>
std::multimap<E, void (*)()>& proofs() {
  static std::multimap<E, void (*)()> all;
  return all;
}

template <mmapkit::listed E>
struct proof_of {
  proof_of(E flag, void (*run)()) { proofs<E>().emplace(flag, run); }
};

}  // namespace truth

#define PROOF(Type, flag)                                                                                             \
  static void prove_##Type##_##flag();                                                                                \
  static const truth::proof_of<mmapkit::Type> registered_##Type##_##flag{mmapkit::Type::flag, prove_##Type##_##flag}; \
  static void prove_##Type##_##flag()
