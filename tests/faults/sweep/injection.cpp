#include "injection.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <new>

#include "backend/fault_injection.hpp"
#include "errors.hpp"

namespace sweep {

namespace {

// More failures of one call are taken for a loop that has no end.
constexpr int most_failures = 1000;

// Written by any thread, also where the library may not allocate.
std::array<made, 16384> calls;
std::atomic<int> count{0};
std::atomic<int> failures{0};
std::atomic<int> allocations{0};
std::atomic<long> living{0};
std::atomic<bool> open{false};
fault current;

// What is left to the call that this thread makes next.
thread_local std::size_t bytes_left = all_bytes;

// How many of `paused` live in this thread.
thread_local int pauses = 0;

bool takes(int index, std::string_view name, long detail) {
  const bool wanted =
      index == current.call || (name == current.every && (current.beyond == 0 || detail > current.beyond));
  return wanted && failures.fetch_add(1) < most_failures;
}

// Where it is inlined, GCC 12 sees malloc and delete meet.
[[gnu::noinline]] void* allocate(std::size_t size) noexcept {
  if (open) {
    const int index = allocations++;
    const bool fails = current.allocation != nowhere &&
                       (index == current.allocation || (current.and_later && index > current.allocation));
    if (fails) return nullptr;
  }
  void* const memory = std::malloc(std::max<std::size_t>(size, 1));
  if (memory != nullptr) ++living;
  return memory;
}

[[gnu::noinline]] void deallocate(void* memory) noexcept {
  if (memory != nullptr) --living;
  std::free(memory);
}

}  // namespace

void begin(const fault& what) {
  current = what;
  count = failures = allocations = 0;
  open = true;
}

void end() { open = false; }

record recorded() {
  const auto kept = std::min<std::size_t>(static_cast<std::size_t>(count), calls.size());
  return {.calls = {calls.begin(), calls.begin() + static_cast<std::ptrdiff_t>(kept)},
          .allocations = allocations,
          .without_end = failures > most_failures};
}

long living_allocations() { return living; }

}  // namespace sweep

namespace mmapkit::fault_injection {

int failure_of(const char* name, long detail) noexcept {
  using namespace sweep;
  bytes_left = all_bytes;
  if (!sweep::open || pauses > 0) return 0;
  const int index = count++;
  const auto full_name = name_of(name, detail);
  const bool follows = current.next_code != 0 && index == current.call + 1;
  const bool fails = follows || takes(index, full_name, detail);
  const bool is_missing = !current.missing.empty() && full_name == current.missing;
  if (index < static_cast<int>(calls.size())) calls[static_cast<std::size_t>(index)] = {full_name, fails || is_missing};
  if (is_missing) return EINVAL;
  if (!fails) return 0;
  if (follows) return current.next_code;
  bytes_left = current.bytes;
  return current.code;
}

std::size_t transfer_of(std::size_t length) noexcept { return std::min(length, sweep::bytes_left); }

paused::paused() noexcept { ++sweep::pauses; }
paused::~paused() { --sweep::pauses; }

}  // namespace mmapkit::fault_injection

// The arrays come here too; what does not throw is named too, for a sanitizer has its own.
void* operator new(std::size_t size) {
  if (void* const memory = sweep::allocate(size)) return memory;
  throw std::bad_alloc{};
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept { return sweep::allocate(size); }
void operator delete(void* memory) noexcept { sweep::deallocate(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { sweep::deallocate(memory); }
