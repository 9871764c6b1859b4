// The numbers of all flags, against the declarations of a system, and against the marks of their rows.
#include <fcntl.h>
#include <sys/mman.h>

#include <cstdint>
#include <cstdio>
#include <type_traits>

#include <mmapkit/flags/listed.hpp>

#include "backend/native_value.hpp"
#include "backend/system.hpp"

using namespace mmapkit;

namespace {

int compared = 0;
int wrong = 0;

template <class Flag>
void compare(Flag flag, const char* name, std::uint64_t value) {
  const auto native = backend::native_value(flag);
  if (!native || *native == 0) return;
  ++compared;
  if (*native == static_cast<std::uint32_t>(value)) return;
  ++wrong;
  std::printf("%s: the library has 0x%x, the system 0x%llx\n", name, *native, static_cast<unsigned long long>(value));
}

template <class Flag>
void compare_marks(const char* type) {
  for (const auto& row : rows<Flag>) {
    const bool is_marked = has(row.where, backend::system());
    if (*row.native == '\0') continue;  // the empty set
    if (backend::native_value(row.flag).has_value() == is_marked) continue;
    ++wrong;
    std::printf("%s::%s: %s\n", type, row.name, is_marked ? "marked, without a number" : "a number, and no mark");
  }
}

}  // namespace

int main() {
#include "native_names.inc"
  for_each_listed([]<class Flag>(const char* type) {
    if constexpr (!std::is_same_v<Flag, call>) compare_marks<Flag>(type);  // calls have no numbers on these systems
  });
  std::printf("%d numbers compared, %d faults\n", compared, wrong);
  return wrong == 0 && compared >= 30 ? 0 : 1;
}
