// Random operations on the library beside a plain model. The same seed is the same run, on every system.
#pragma once

#include <bit>
#include <cstdint>
#include <iostream>
#include <random>
#include <string>
#include <string_view>

#include "../support/support.hpp"

namespace property {

// MMAPKIT_PROPERTY_SEED, and MMAPKIT_PROPERTY_OPERATIONS for each test case, where the environment has them.
std::uint64_t seed();
std::size_t operations();

class draw {
 public:
  explicit draw(std::uint64_t seed) : engine_{seed} {}

  // `end` is more than 0.
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(engine_() % end); }
  bool one_in(std::size_t many) { return below(many) == 0; }
  std::byte byte() { return static_cast<std::byte>(below(256)); }

  // At most that; each magnitude about as often as any other.
  std::size_t up_to(std::size_t most) {
    const auto digits = static_cast<std::size_t>(std::bit_width(most | 1));
    return below((most >> below(digits)) + 1);
  }

 private:
  std::mt19937_64 engine_;  // the standard tells its numbers, those of the distributions it leaves open
};

// Cheap enough to be asked a few times in each of a million operations.
inline void require(bool holds, std::string_view what) {
  if (!holds) FAIL(std::string{what});
}

// The call has to fail with that condition.
template <class Call>
void require_refused(std::errc condition, Call call) {
  std::string outcome = "no error";
  try {
    call();
  } catch (const mmapkit::mmap_error& error) {
    if (error.code() == condition) return;
    outcome = error.what();
  }
  FAIL("expected to be refused: ", std::make_error_code(condition).message(), "; found: ", outcome);
}

// Where the run is, for the report of a failure.
struct progress {
  std::string_view name;
  std::size_t operation = 0;
};

progress& running();

// Machine is made of a draw&, and has step(). What goes wrong, a crash too, is reported with the operation and the
// seed.
template <class Machine>
void drive(std::string_view name, std::size_t count) {
  std::cout << name << ": " << count << " operations, MMAPKIT_PROPERTY_SEED=" << seed() << std::endl;
  auto& now = running() = {.name = name};
  draw random{seed()};
  Machine machine{random};
  for (; now.operation < count; ++now.operation) machine.step();
  CHECK(now.operation == count);
}

}  // namespace property
