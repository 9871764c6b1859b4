// What the programs of the proofs share: a check that says what was expected, and random numbers.
#pragma once

#include <cstdint>
#include <cstdio>
#include <random>
#include <stdexcept>
#include <string>

// Throws what is said where the condition does not hold.
inline void check(bool condition, const std::string& otherwise) {
  if (!condition) throw std::runtime_error(otherwise);
}

// Between the two, both included.
class dice {
 public:
  explicit dice(std::uint64_t seed) : numbers_{seed} {}
  std::size_t operator()(std::size_t from, std::size_t to) {
    return std::uniform_int_distribution<std::size_t>{from, to}(numbers_);
  }

 private:
  std::mt19937_64 numbers_;
};
