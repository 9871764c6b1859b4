#include "seam.hpp"

#include <array>
#include <atomic>

#include "../../../src/seam.hpp"
#include "errors.hpp"

namespace sweep {

namespace {

struct call {
  const char* name = nullptr;
  long number = 0;
};

// Written by any thread, also where the library may not allocate.
std::array<call, 4096> calls;
std::atomic<int> count{0};
std::atomic<int> fails_at{nowhere};
std::atomic<int> fails_with{0};
std::atomic<bool> open{false};
std::atomic<bool> failed{false};

}  // namespace

void begin(int index, int code) {
  count = 0;
  fails_at = index;
  fails_with = code;
  failed = false;
  open = true;
}

std::vector<std::string> end() {
  open = false;
  std::vector<std::string> names;
  for (int i = 0; i < count && i < static_cast<int>(calls.size()); ++i) {
    const auto& one = calls[static_cast<std::size_t>(i)];
    names.push_back(one.number == 0 ? one.name : name_of(one.number));
  }
  return names;
}

bool has_failed() { return failed; }

}  // namespace sweep

namespace mmapkit::seam {

int failure_of(const char* name, long number) noexcept {
  using namespace sweep;
  if (!sweep::open) return 0;
  const int index = count++;
  if (index < static_cast<int>(calls.size())) calls[static_cast<std::size_t>(index)] = {name, number};
  if (index != fails_at) return 0;
  failed = true;
  return fails_with;
}

}  // namespace mmapkit::seam
